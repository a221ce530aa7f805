"""A threshold that each spike raises: 50 neurons, each with a Poisson input of its own."""
from brian2 import *
from reference import mean_cv, ten_seeds


def run_once():
    neurons = NeuronGroup(50, """dv/dt = -v/(10*ms) : volt
                                 dvt/dt = (10*mV - vt)/(15*ms) : volt""", threshold="v > vt", reset="v = 0*mV; vt += 3*mV", method="exact")
    neurons.vt = 10*mV
    # ten of 50 Hz: a neuron of a Poisson group spikes once in a step at most
    inputs = PoissonGroup(500, 50*Hz)
    synapses = Synapses(inputs, neurons, on_pre="v += 3*mV")
    synapses.connect(j="int(i/10)")
    spikes = SpikeMonitor(neurons, variables=["v", "vt"])
    Network(neurons, inputs, synapses, spikes).run(2*second)
    vt = np.asarray(spikes.vt)/1e-3
    return dict(rate=spikes.num_spikes/50/2, cv=mean_cv(spikes), threshold=vt.mean(), spread=vt.std())


ten_seeds("adaptive_threshold", run_once)
