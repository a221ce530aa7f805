"""Inputs that compete by voltage-based plasticity with homeostasis (figure 4 of the paper)."""
import os

# at a spike of the neuron each synapse lifts its potentials, and grows with them: one after the other in compiled code,
# all lifts first with numpy
os.environ["BRIAN_TARGET"] = "cython"

from brian2 import *
from reference import ten_seeds

VALUES = dict(gL=30*nS, C=300*pF, rest=-70*mV, taux=15*ms, gmax=50*nS)


def run_once():
    defaultclock.dt = 0.5*ms
    inputs = NeuronGroup(5, """dpast/dt = -past/taux : 1
        rates : Hz
        chosen : integer (shared)""", threshold="rand() < rates*dt", reset="past += ms/taux", method="exact", namespace=VALUES)
    inputs.run_regularly("""chosen = int(floor(rand()*5))
        rates = 35*Hz*int(chosen == i)""", dt=100*ms)
    cell = NeuronGroup(1, """dv/dt = (gL*(rest - v) - g*v)/C : volt
        dv1/dt = (v - v1)/(40*ms) : volt
        dv2/dt = (v - v2)/(30*ms) : volt
        dslow/dt = (v - rest - slow)/second : volt
        dg/dt = -g/(2*ms) : siemens""", threshold="v > -55*mV", reset="v = rest", method="euler", namespace=VALUES)
    cell.v = cell.v1 = cell.v2 = -70*mV
    plastic = Synapses(inputs, cell, "w : 1", namespace=VALUES,
        on_pre="""g_post += w*gmax
            depression = 1.5e-4*slow_post**2/(12*mV**2)
            w = clip(w - depression*clip(v1_post/mV + 70, 0, inf), 0, 1)""",
        on_post="""v1_post += 10*mV
            v2_post += 10*mV
            slow_post += 0.1*mV
            w = clip(w + 1.5e-2*past_pre*clip(v2_post/mV + 70, 0, inf), 0, 1)""")
    plastic.connect()
    plastic.w = 0.5
    spikes, of_inputs = SpikeMonitor(cell), SpikeMonitor(inputs)
    weights = StateMonitor(plastic, "w", record=np.arange(5), dt=50*ms)
    Network(inputs, cell, plastic, spikes, of_inputs, weights).run(20*second)
    late = weights.w[:, 200:]
    return dict(inputRate=of_inputs.num_spikes/100, rate=spikes.num_spikes/20, meanWeight=late.mean(), spread=late.std(axis=0).mean(), largest=late.max(axis=0).mean())


ten_seeds("clopath_2010_homeostasis", run_once)
