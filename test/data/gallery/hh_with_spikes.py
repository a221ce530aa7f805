"""Spikes of all compartments of the axon of Hodgkin and Huxley, of two that run into each other."""
from brian2 import *
from reference import digits, save, spike_steps
from squid import axon

defaultclock.dt = 0.01*ms
neuron = axon(Cylinder(length=10*cm, diameter=2*238*um, n=500), threshold="m > 0.5", refractory="m > 0.4")
neuron.late[499] = 1
trace = StateMonitor(neuron, "v", record=[0, 250, 350, 499], dt=0.1*ms)
spikes = SpikeMonitor(neuron)
Network(neuron, trace, spikes).run(15*ms)
save("hh_with_spikes", spikes=spike_steps(spikes, 1e-5), traces={f"v{k}": digits(v/mV) for k, v in zip([0, 250, 350, 499], trace.v)})
