"""COBAHH at a quarter of its size: 1000 Hodgkin-Huxley cells with as many synapses each."""
from brian2 import *
from reference import mean_cv, ten_seeds

CELL = """
dv/dt = (gl*(El - v) + ge*(Ee - v) + gi*(Ei - v) - gNa*m**3*h*(v - ENa) - gK*n**4*(v - EK))/Cm : volt
dm/dt = am*(1 - m) - bm*m : 1
dn/dt = an*(1 - n) - bn*n : 1
dh/dt = ah*(1 - h) - bh*h : 1
dge/dt = -ge/(5*ms) : siemens
dgi/dt = -gi/(10*ms) : siemens
am = 1.28/exprel((13*mV - v + VT)/(4*mV))/ms : Hz
bm = 1.4/exprel((v - VT - 40*mV)/(5*mV))/ms : Hz
an = 0.16/exprel((15*mV - v + VT)/(5*mV))/ms : Hz
bn = 0.5*exp((10*mV - v + VT)/(40*mV))/ms : Hz
ah = 0.128*exp((17*mV - v + VT)/(18*mV))/ms : Hz
bh = 4/(1 + exp((40*mV - v + VT)/(5*mV)))/ms : Hz
"""
VALUES = dict(gl=10*nS, gNa=20*uS, gK=6*uS, Cm=200*pF, El=-60*mV, EK=-90*mV, ENa=50*mV, Ee=0*mV, Ei=-80*mV, VT=-63*mV)


def run_once():
    cells = NeuronGroup(1000, CELL, threshold="v > -20*mV", refractory=3*ms, method="exponential_euler", namespace=VALUES)
    cells.v = "-60*mV + (randn()*5 - 5)*mV"
    cells.ge = "(randn()*1.5 + 4)*10*nS"
    cells.gi = "(randn()*12 + 20)*10*nS"
    excitation = Synapses(cells[:800], cells, on_pre="ge += 6*nS")
    inhibition = Synapses(cells[800:], cells, on_pre="gi += 67*nS")
    excitation.connect(p=0.08)
    inhibition.connect(p=0.08)
    spikes = SpikeMonitor(cells)
    Network(cells, excitation, inhibition, spikes).run(500*ms)
    return dict(rate=spikes.num_spikes/1000/0.5, cv=mean_cv(spikes), early=np.sum(spikes.t < 100*ms)/1000/0.1)


ten_seeds("cobahh", run_once)
