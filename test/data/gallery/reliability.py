"""Trials with a fluctuating input, the same in all, and with a constant one."""
from brian2 import *
from reference import ten_seeds


def similarity(spikes, n, duration):
    """Mean correlation of counts in 5 ms of all pairs of trials, after the first 100 ms."""
    bins = 0.1 + 5e-3*np.arange(int(round((duration - 0.1)/5e-3)) + 1) - 1e-9
    trains = spikes.spike_trains()
    counts = np.array([np.histogram(np.asarray(trains[k]), bins=bins)[0] for k in range(n)], dtype=float)
    matrix = np.corrcoef(counts)
    return float(np.mean(matrix[np.triu_indices(n, 1)]))


def run_once():
    found = {}
    noise = NeuronGroup(1, "dx/dt = -x/(5*ms) + (2/(5*ms))**0.5*xi : 1", method="euler")
    fluctuating = NeuronGroup(25, """dx/dt = (0.9 + 0.5*I - x)/(10*ms) + 0.015*(2/(10*ms))**0.5*xi : 1 (unless refractory)
                                     I : 1 (linked)""", threshold="x > 1", reset="x = 0", refractory=5*ms, method="euler")
    fluctuating.I = linked_var(noise, "x")
    fluctuating.x = "rand()"
    constant = NeuronGroup(25, "dx/dt = (1.1 - x)/(20*ms) + 0.015*(2/(20*ms))**0.5*xi : 1 (unless refractory)",
                           threshold="x > 1", reset="x = 0", refractory=5*ms, method="euler")
    monitors = SpikeMonitor(fluctuating), SpikeMonitor(constant)
    Network(noise, fluctuating, constant, *monitors).run(2*second)
    for name, spikes in zip(("Fluctuating", "Constant"), monitors):
        found[f"rate{name}"] = spikes.num_spikes/25/2
        found[f"similarity{name}"] = similarity(spikes, 25, 2)
    return found


ten_seeds("reliability", run_once)
