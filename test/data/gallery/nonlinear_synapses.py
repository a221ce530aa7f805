"""Synapses that saturate: the conductance opens with a transmitter's trace and never beyond 1, for six strengths of input."""
from brian2 import *
from reference import digits, save

source = NeuronGroup(6, "dv/dt = 1/(25*ms) : 1", threshold="v > 1", reset="v = 0", method="euler")
source.v = "0.1*i"
target = NeuronGroup(6, """dv/dt = (gain*g*(1 - v) - v)/(10*ms) : 1
    g : 1""", method="euler", namespace=dict(gain=2))
synapses = Synapses(source, target, """dopen/dt = -open/(50*ms) + 0.5/ms*x*(1 - open) : 1 (clock-driven)
    dx/dt = -x/(2*ms) : 1 (clock-driven)
    g_post = open : 1 (summed)
    w : 1""", on_pre="x += w", method="euler")
synapses.connect("i == j")
synapses.w = "0.03*2**i"
of_target = StateMonitor(target, "v", record=True)
of_synapses = StateMonitor(synapses, "open", record=np.arange(6))
Network(source, target, synapses, of_target, of_synapses).run(200*ms)
save("nonlinear_synapses", traces={**{f"v{i}": digits(of_target.v[i][::20]) for i in (0, 2, 5)}, **{f"open{i}": digits(of_synapses.open[i][::20]) for i in (0, 2, 5)}})
