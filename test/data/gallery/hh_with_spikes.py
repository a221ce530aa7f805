"""Spikes of all compartments of the axon of Hodgkin and Huxley, of two that run into each other."""
from brian2 import *
from reference import digits, save, spike_steps
from squid import axon

defaultclock.dt = 0.01*ms
neuron = axon(Cylinder(length=10*cm, diameter=2*238*um, n=500), threshold="m > 0.5", refractory="m > 0.4")
trace = StateMonitor(neuron, "v", record=[0, 250, 350, 499], dt=0.1*ms)
spikes = SpikeMonitor(neuron)
network = Network(neuron, trace, spikes)
network.run(1*ms)
neuron.I[0] = 5*uA
network.run(1*ms)
neuron.I = 0*amp
network.run(2*ms)
neuron.I[499] = 5*uA
network.run(1*ms)
neuron.I = 0*amp
network.run(10*ms)
save("hh_with_spikes", spikes=spike_steps(spikes, 1e-5), traces={f"v{k}": digits(v/mV) for k, v in zip([0, 250, 350, 499], trace.v)})
