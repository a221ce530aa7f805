"""Brunel's four states, at a quarter of the size: 400 + 100 synapses of 0.25 mV onto each of 2500 neurons."""
from brian2 import *
from reference import mean_cv, ten_seeds

STATES = dict(SR=(3, 2), SIf=(6, 4), AI=(5, 2), SIs=(4.5, 0.9))
J, C = 0.25*mV, 400
THRESHOLD_RATE = 20*mV/(J*C*20*ms)


def state(g, ratio):
    start_scope()
    neurons = NeuronGroup(2500, "dv/dt = -v/(20*ms) : volt (unless refractory)", threshold="v > 20*mV",
                          reset="v = 10*mV", refractory=2*ms, method="exact")
    excitation = Synapses(neurons[:2000], neurons, on_pre="v += J", delay=1.5*ms, namespace=dict(J=J))
    inhibition = Synapses(neurons[2000:], neurons, on_pre="v -= gJ", delay=1.5*ms, namespace=dict(gJ=g*J))
    excitation.connect(p=0.2)
    inhibition.connect(p=0.2)
    drive = PoissonInput(neurons, "v", N=C, rate=ratio*THRESHOLD_RATE, weight=J)
    spikes = SpikeMonitor(neurons)
    Network(neurons, excitation, inhibition, drive, spikes).run(400*ms)
    return spikes


def run_once():
    found = {}
    for name, (g, ratio) in STATES.items():
        spikes = state(g, ratio)
        late = np.asarray(spikes.t)[np.asarray(spikes.t) >= 0.1 - 1e-9]
        counts = np.histogram(late, bins=0.1 + 1e-3*np.arange(301) - 1e-9)[0]
        found[f"rate{name}"] = len(late)/2500/0.3
        found[f"modulation{name}"] = counts.std()/counts.mean()
        if name == "AI":
            found["cvAI"] = mean_cv(spikes, 5)
    return found


ten_seeds("brunel_2000", run_once)
