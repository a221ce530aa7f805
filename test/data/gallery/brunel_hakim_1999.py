"""Inhibitory neurons with noise that oscillate together, at half of the size: 2500 neurons."""
from brian2 import *
from reference import ten_seeds


def run_once():
    neurons = NeuronGroup(2500, "dV/dt = (25*mV - V + 1*mV*sqrt(20*ms)*xi)/(20*ms) : volt (unless refractory)",
                          threshold="V > 20*mV", reset="V = 10*mV", refractory=2*ms, method="euler")
    neurons.V = 10*mV
    inhibition = Synapses(neurons, neurons, on_pre="V_post -= 0.2*mV", delay=2*ms)
    inhibition.connect(p=0.2)
    spikes = SpikeMonitor(neurons)
    Network(neurons, inhibition, spikes).run(300*ms)
    # rates in bins of 1 ms, after the first 100 ms; a spike belongs to the bin in which its step begins
    rates = np.histogram(np.asarray(spikes.t), bins=0.1 + 1e-3*np.arange(201) - 1e-9)[0]/2500/1e-3
    spectrum = np.abs(np.fft.rfft(rates - rates.mean()))
    return dict(rate=rates.mean(), modulation=rates.std()/rates.mean(), frequency=5.0*np.argmax(spectrum))


ten_seeds("brunel_hakim_1999", run_once)
