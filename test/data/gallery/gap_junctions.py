"""Integrate-and-fire neurons joined by gap junctions."""
from brian2 import *
from reference import digits, save, spike_steps

neurons = NeuronGroup(10, """dv/dt = (1.05 - v + Igap)/(10*ms) : 1
                             Igap : 1""", threshold="v > 1", reset="v = 0", method="exact")
neurons.v = "i/9.0"
gap = Synapses(neurons, neurons, "Igap_post = 0.02*(v_pre - v_post) : 1 (summed)")
gap.connect()
spikes = SpikeMonitor(neurons)
traces = StateMonitor(neurons, "v", record=[0, 5])
Network(neurons, gap, spikes, traces).run(500*ms)
save("gap_junctions", spikes=spike_steps(spikes, 1e-4), traces={f"v{i}": digits(traces[i].v[::25]) for i in (0, 5)})
