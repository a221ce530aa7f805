"""CUBA: 4000 neurons with synaptic currents."""
from brian2 import *
from reference import mean_cv, ten_seeds


def run_once():
    neurons = NeuronGroup(4000, """dv/dt = (ge + gi - (v + 49*mV))/(20*ms) : volt (unless refractory)
        dge/dt = -ge/(5*ms) : volt
        dgi/dt = -gi/(10*ms) : volt""", threshold="v > -50*mV", reset="v = -60*mV", refractory=5*ms, method="exact")
    neurons.v = "-60*mV + rand()*10*mV"
    excitation = Synapses(neurons[:3200], neurons, on_pre="ge += 1.62*mV")
    inhibition = Synapses(neurons[3200:], neurons, on_pre="gi -= 9*mV")
    excitation.connect(p=0.02)
    inhibition.connect(p=0.02)
    spikes = SpikeMonitor(neurons)
    Network(neurons, excitation, inhibition, spikes).run(1*second)
    return dict(rate=spikes.num_spikes/4000, cv=mean_cv(spikes))


ten_seeds("cuba", run_once)
