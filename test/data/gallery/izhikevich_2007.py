"""One synapse with plain plasticity for 3 s, then with plasticity that waits for a reward (figure 1 of the paper)."""
from brian2 import *
from reference import digits, save, spike_steps

VALUES = dict(most=1e-4, up=1e-4, down=-1.05e-4, tau=20*ms, later=TimedArray([0, 1], dt=3*second))
inputs = SpikeGeneratorGroup(2, [0, 1, 0, 1, 1, 0]*2, np.array([500, 550, 1000, 1010, 1500, 1510, 3500, 3550, 4000, 4010, 4500, 4510])*ms)
cells = NeuronGroup(2, """dv/dt = (ge*60*mV - 74*mV - v)/(10*ms) : volt
    dge/dt = -ge/(5*ms) : 1""", threshold="v > -54*mV", reset="v = -60*mV", method="exact")
cells.v = -60*mV
drive = Synapses(inputs, cells, on_pre="v += 100*mV")
drive.connect("i == j")
plastic = Synapses(cells, cells, """mode = later(t) : 1
    dc/dt = -c/second : 1 (clock-driven)
    dd/dt = -d/(200*ms) : 1 (clock-driven)
    ds/dt = mode*c*d/ms : 1 (clock-driven)
    da/dt = -a/tau : 1 (event-driven)
    db/dt = -b/tau : 1 (event-driven)""",
    on_pre="""ge += s
        a += up
        c = clip(c + mode*b, -most, most)
        s = clip(s + (1 - mode)*b, -most, most)""",
    on_post="""b += down
        c = clip(c + mode*a, -most, most)
        s = clip(s + (1 - mode)*a, -most, most)""", method="euler", namespace=VALUES)
plastic.connect(i=0, j=1)
plastic.s = plastic.c = 1e-10
dopamine = SpikeGeneratorGroup(1, [0]*3, [3520, 4020, 4520]*ms)
reward = Synapses(dopamine, plastic, on_pre="d_post += 5e-3")
reward.connect()
spikes = SpikeMonitor(cells)
traces = StateMonitor(plastic, ["c", "d", "s"], record=[0])
Network(inputs, cells, drive, plastic, dopamine, reward, spikes, traces).run(6*second)
save("izhikevich_2007", spikes=spike_steps(spikes, 1e-4), traces={name: digits(getattr(traces, name)[0][::200]) for name in "cds"})
