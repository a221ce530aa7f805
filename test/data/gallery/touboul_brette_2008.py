"""The adaptation current of the adaptive exponential model at its spikes, against the reset (figure 8 of the paper)."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 0.01*ms
VALUES = dict(C=281*pF, gL=30*nS, EL=-70.6*mV, VT=-50.4*mV, D=2*mV, tauw=40*ms, a=4*nS, b=0.08*nA, I=0.8*nA)
cells = NeuronGroup(41, """dvm/dt = (gL*(EL - vm) + gL*D*exp((vm - VT)/D) + I - w)/C : volt
    dw/dt = (a*(vm - EL) - w)/tauw : amp
    Vr : volt (constant)""", threshold="vm > VT + 5*D", reset="vm = Vr; w += b", method="euler", namespace=VALUES)
cells.vm = -70.6*mV
cells.Vr = "-48.3*mV + 0.6*mV*i/40"
spikes = SpikeMonitor(cells, variables="w")
Network(cells, spikes).run(2*second)
rows = spikes.values("w")
save("touboul_brette_2008", spikes=[[s for s in row if s < 40000] for row in spike_steps(spikes, 1e-5)],
     traces={f"w{i}": digits(rows[i][:12]) for i in (0, 10, 20, 30, 40)})
