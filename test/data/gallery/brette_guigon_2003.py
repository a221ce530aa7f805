"""500 neurons with a shared, fluctuating input and noise of their own; the input decides between leaky and anti-leaky."""
from brian2 import *
from reference import ten_seeds


def run_once():
    shared = NeuronGroup(1, "dx/dt = -x/(20*ms) + (2/(20*ms))**0.5*xi : 1", method="euler")
    neurons = NeuronGroup(500, """dv/dt = (v*(0.5 + 3*p*(2/(1 + exp(-2*x)) - 1)) + 1)/(33*ms) + 0.02*(2/(33*ms))**0.5*xi : 1
        p : 1 (constant)
        x : 1 (linked)""", threshold="v > 1", reset="v = 0", method="euler")
    neurons.p = "i/N"
    neurons.v = "rand()"
    neurons.x = linked_var(shared, "x")
    spikes = SpikeMonitor(neurons)
    Network(shared, neurons, spikes).run(2*second)
    trains = [np.asarray(train) for train in spikes.spike_trains().values()]
    found = {}
    # how alike the spikes of 50 neighbours are: variance over mean of their counts in bins of 2 ms, from 0.5 s on
    for name, begin in (("low", 0), ("middle", 200), ("high", 450)):
        counts = np.histogram(np.concatenate(trains[begin:begin + 50]), bins=np.arange(0.5, 2.0005, 0.002))[0]
        found[name] = counts.var()/counts.mean()
        found[f"{name}Rate"] = np.mean([len(train) for train in trains[begin:begin + 50]])/2
    return found


ten_seeds("brette_guigon_2003", run_once)
