"""Inhibitory plasticity, at a fifth of the size: 1600 + 400 neurons with as many synapses each as the original."""
from brian2 import *
from reference import mean_cv, ten_seeds

CELL = """
dv/dt = (-gl*(v - El) - ge*v - gi*(v - Ei) + I)/C : volt (unless refractory)
dge/dt = -ge/(5*ms) : siemens
dgi/dt = -gi/(10*ms) : siemens
"""
VALUES = dict(gl=10*nS, El=-60*mV, Ei=-80*mV, I=200*pA, C=200*pF)


def run_once():
    cells = NeuronGroup(2000, CELL, threshold="v > -50*mV", reset="v = El", refractory=5*ms, method="euler", namespace=VALUES)
    cells.v = "-60*mV + 10*mV*rand()"
    excitatory, inhibitory = cells[:1600], cells[1600:]
    from_excitatory = Synapses(excitatory, cells, on_pre="ge += 0.3*nS")
    among_inhibitory = Synapses(inhibitory, inhibitory, on_pre="gi += 3*nS")
    # the synapse acts, then changes
    plastic = Synapses(inhibitory, excitatory, """w : 1
        dpre/dt = -pre/(20*ms) : 1 (event-driven)
        dpost/dt = -post/(20*ms) : 1 (event-driven)""",
        on_pre="gi += w*nS; pre += 1; w = clip(w + rate*(post - alpha), 0, 100)",
        on_post="post += 1; w = clip(w + rate*pre, 0, 100)", namespace=dict(rate=0.1, alpha=0.12))
    for synapses in (from_excitatory, among_inhibitory, plastic):
        synapses.connect(p=0.1)
    plastic.w = 1e-10
    spikes = SpikeMonitor(excitatory)
    Network(cells, from_excitatory, among_inhibitory, plastic, spikes).run(1.5*second)
    times = np.asarray(spikes.t)
    weights = np.asarray(plastic.w)
    return dict(first=np.sum(times < 0.1)/1600/0.1, middle=np.sum((times >= 0.3) & (times < 0.6))/1600/0.3, late=np.sum(times >= 1)/1600/0.5,
                weight=weights.mean(), spread=weights.std())


ten_seeds("vogels_2011", run_once)
