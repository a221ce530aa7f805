"""Three neurons in a chain, each of whose synapses follows the membrane of its source: 100 ms, exponential Euler."""
from brian2 import *
from reference import digits, save, spike_steps

cells = NeuronGroup(3, """
dv/dt = (drive + 100*msiemens*m**3*h*(50*mV - v) + 0.1*msiemens*(-67*mV - v) + 80*msiemens*n**4*(-100*mV - v) - 1*msiemens*input*v)/(1*uF) : volt
dm/dt = am*(1 - m) - bm*m : 1
dh/dt = ah*(1 - h) - bh*h : 1
dn/dt = an*(1 - n) - bn*n : 1
ds/dt = 0.5*(1 + tanh(0.1*v/mV))*(1 - s)/(0.2*ms) - s/(2*ms) : 1
am = 1.28/exprel(-(v + 54*mV)/(4*mV))/ms : Hz
bm = 1.4/exprel((v + 27*mV)/(5*mV))/ms : Hz
ah = 0.128*exp(-(v + 50*mV)/(18*mV))/ms : Hz
bh = 4/(1 + exp(-(v + 27*mV)/(5*mV)))/ms : Hz
an = 0.16/exprel(-(v + 52*mV)/(5*mV))/ms : Hz
bn = 0.5*exp(-(v + 57*mV)/(40*mV))/ms : Hz
input : 1
drive : amp (constant)""", method="exponential_euler", threshold="v > -20*mV", refractory="v > -20*mV")
cells.v = [-70, -65, -65]*mV
cells.m, cells.h, cells.n = "am/(am + bm)", "ah/(ah + bh)", "an/(an + bn)"
cells.drive = [1.5, 0, 0]*uA
chain = Synapses(cells, cells, "input_post = 0.25*s_pre : 1 (summed)")
chain.connect(i=[0, 1], j=[1, 2])
spikes = SpikeMonitor(cells)
traces = StateMonitor(cells, ["v", "s"], record=True)
Network(cells, chain, spikes, traces).run(100*ms)
save("borgers_2017", spikes=spike_steps(spikes, 1e-4), traces={f"{name}{i}": digits(getattr(traces, name)[i][::10]) for name in ("v", "s") for i in range(3)})
