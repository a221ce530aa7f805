"""Leaky neurons that follow a periodic input."""
from brian2 import *
from reference import digits, save, spike_steps

neurons = NeuronGroup(100, """dv/dt = (-v + a*sin(2*pi*10*Hz*t) + 1.2)/(20*ms) : 1
                              a : 1""", threshold="v > 1", reset="v = 0", method="euler")
neurons.v = "sin(1.7*i)**2"
neurons.a = "0.05 + 0.7*i/100"
spikes = SpikeMonitor(neurons)
traces = StateMonitor(neurons, "v", record=[10, 50, 90])
Network(neurons, spikes, traces).run(1*second)
save("phase_locking", spikes=spike_steps(spikes, 1e-4), traces={f"v{i}": digits(traces[i].v[::50]) for i in (10, 50, 90)})
