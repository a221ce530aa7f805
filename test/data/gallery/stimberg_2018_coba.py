"""A network whose synapses tire and recover: 3200 excitatory and 800 inhibitory neurons."""
from brian2 import *
from reference import ten_seeds

VALUES = dict(C=198*pF, gl=9.99*nS, rest=-60*mV, U=0.6, recovery=2*Hz, facilitation=3.33*Hz, we=0.05*nS, wi=1*nS)
SYNAPSE = """du/dt = -facilitation*u : 1 (event-driven)
    dx/dt = recovery*(1 - x) : 1 (event-driven)"""
RELEASE = "u += U*(1 - u); r = u*x; x -= r; "


def run_once():
    cells = NeuronGroup(4000, """dv/dt = (gl*(rest - v) - ge*v + gi*(-80*mV - v) + 150*pA)/C : volt (unless refractory)
        dge/dt = -ge/(5*ms) : siemens
        dgi/dt = -gi/(10*ms) : siemens""", threshold="v > -50*mV", reset="v = rest", refractory=5*ms, method="euler", namespace=VALUES)
    cells.v = "rest + rand()*10*mV"
    cells.ge = "rand()*we"
    cells.gi = "rand()*wi"
    excitatory, inhibitory = cells[:3200], cells[3200:]
    excitation = Synapses(excitatory, cells, SYNAPSE, on_pre=RELEASE + "ge_post += we*r", namespace=VALUES)
    inhibition = Synapses(inhibitory, cells, SYNAPSE, on_pre=RELEASE + "gi_post += wi*r", namespace=VALUES)
    excitation.connect(p=0.05)
    inhibition.connect(p=0.2)
    excitation.x = inhibition.x = 1
    spikes = SpikeMonitor(cells)
    Network(cells, excitation, inhibition, spikes).run(1*second)
    t, i = np.asarray(spikes.t), np.asarray(spikes.i)
    late = t >= 0.3
    binned = np.histogram(t[late], bins=np.arange(0.3, 1.0005, 0.005))[0]/4000/0.005
    return dict(first=np.sum(t < 0.1)/4000/0.1, excitatory=np.sum(late & (i < 3200))/3200/0.7, inhibitory=np.sum(late & (i >= 3200))/800/0.7,
                modulation=binned.std()/binned.mean(), u=np.asarray(excitation.u).mean(), x=np.asarray(excitation.x).mean())


ten_seeds("stimberg_2018_coba", run_once)
