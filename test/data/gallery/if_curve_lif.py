"""Rate against input of leaky integrate-and-fire neurons."""
from brian2 import *
from reference import digits, save, spike_steps

N = 101
neurons = NeuronGroup(N, """dv/dt = (v0 - v)/(10*ms) : volt (unless refractory)
                            v0 : volt""", threshold="v > 10*mV", reset="v = 0*mV", refractory=5*ms, method="exact")
neurons.v0 = "20*mV*i/100"
spikes = SpikeMonitor(neurons)
traces = StateMonitor(neurons, "v", record=[40, 60, 100])
Network(neurons, spikes, traces).run(300*ms)
save("if_curve_lif", spikes=spike_steps(spikes, 1e-4), traces={f"v{i}": digits(traces[i].v[::10]) for i in (40, 60, 100)})
