"""Competition of 1000 Poisson inputs by their spikes' times: four seconds, learning five times as fast as in the paper."""
from brian2 import *
from reference import ten_seeds

VALUES = dict(gmax=0.01, step=0.0005)


def run_once():
    inputs = PoissonGroup(1000, 15*Hz)
    neuron = NeuronGroup(1, """dv/dt = (-ge*v - 74*mV - v)/(10*ms) : volt
        dge/dt = -ge/(5*ms) : 1""", threshold="v > -54*mV", reset="v = -60*mV", method="euler")
    neuron.v = -60*mV
    plastic = Synapses(inputs, neuron, """w : 1
        dpre/dt = -pre/(20*ms) : 1 (event-driven)
        dpost/dt = -post/(20*ms) : 1 (event-driven)""",
        on_pre="ge_post += w; pre += 1; w = clip(w - 1.05*step*post, 0, gmax)",
        on_post="post += 1; w = clip(w + step*pre, 0, gmax)", namespace=VALUES)
    plastic.connect()
    plastic.w = "rand()*gmax"
    spikes = SpikeMonitor(neuron)
    Network(inputs, neuron, plastic, spikes).run(4*second)
    w = np.asarray(plastic.w)/VALUES["gmax"]
    return dict(rate=spikes.num_spikes/4, late=np.sum(np.asarray(spikes.t) >= 2)/2, mean=w.mean(), weak=np.mean(w < 0.1), strong=np.mean(w > 0.9))


ten_seeds("song_2000", run_once)
