"""81 Morris-Lecar cells with currents from 60 to 220 pA."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 0.05*ms
cells = NeuronGroup(81, """dv/dt = (-gL*(v - EL) - gCa*m*(v - ECa) - gK*w*(v - EK) + I)/C : volt
    dw/dt = 0.04*(0.5*(1 + tanh((v - 2*mV)/(30*mV))) - w)*cosh((v - 2*mV)/(60*mV))/ms : 1
    m = 0.5*(1 + tanh((v + 1.2*mV)/(18*mV))) : 1
    I : amp (constant)""", threshold="v > 0*mV", refractory="v > 0*mV", method="rk4",
    namespace=dict(gL=2*nS, gCa=4.4*nS, gK=8*nS, EL=-60*mV, ECa=120*mV, EK=-84*mV, C=20*pF))
cells.I = "(60 + 2*i)*pA"
cells.v, cells.w = -60*mV, 0.015
spikes, traces = SpikeMonitor(cells), StateMonitor(cells, ["v", "w"], record=True)
Network(cells, spikes, traces).run(500*ms)
save("morris_lecar", spikes=spike_steps(spikes, 5e-5),
     traces={f"{name}{i}": digits(getattr(traces, name)[i][::100]) for name, i in (("v", 5), ("v", 20), ("v", 60), ("w", 20))})
