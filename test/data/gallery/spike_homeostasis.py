"""Synapses that keep their neurons' rates while another input changes (after Breitwieser's thesis): 20 of each kind."""
from brian2 import *
from reference import ten_seeds

VALUES = dict(up=0.05, down=0.05)
COUNT = 20


def run_once():
    course = TimedArray([25, 50, 0, 35, 0]*Hz, dt=2*second)
    steady, varying = PoissonGroup(COUNT, 50*Hz), PoissonGroup(COUNT, "course(t)", namespace=dict(course=course))
    cells = NeuronGroup(2*COUNT, "dv/dt = -v/(10*ms) : 1 (unless refractory)", threshold="v > 1", reset="v = -1", refractory=1*ms, method="euler")
    fixed = Synapses(varying, cells, on_pre="v_post += 2")
    fixed.connect("j % N_pre == i")
    plastic = Synapses(steady, cells[:COUNT], "w : 1", on_pre="v_post += w; w = clip(w + up, 0, 2)", on_post="w = clip(w - down, 0, 2)", namespace=VALUES)
    plastic.connect("i == j")
    spikes = SpikeMonitor(cells)
    weight = StateMonitor(plastic, "w", record=np.arange(COUNT), dt=10*ms)
    Network(steady, varying, cells, fixed, plastic, spikes, weight).run(10*second)
    t, held = np.asarray(spikes.t), np.asarray(spikes.i) < COUNT
    found = dict(plain=np.sum(~held)/10/COUNT, held=np.sum(held)/10/COUNT)
    for k in range(5):
        found[f"held{k}"] = np.sum(held & (t >= 2*k) & (t < 2*k + 2))/2/COUNT
        found[f"weight{k}"] = weight.w[:, 200*k + 100:200*k + 200].mean()
    return found


ten_seeds("spike_homeostasis", run_once)
