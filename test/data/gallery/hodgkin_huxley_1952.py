"""The axon of Hodgkin and Huxley at 6.3 and at 18.5 degrees; its second half has no sodium channels."""
from brian2 import *
from reference import digits, save
from squid import axon

defaultclock.dt = 0.01*ms
places = [0, 100, 200, 240, 260, 300, 499]
traces = {}
for name, phi in (("cold", 1), ("warm", 3**1.22)):
    start_scope()
    neuron = axon(Cylinder(length=10*cm, diameter=2*238*um, n=500), phi)
    neuron[5*cm:10*cm].gNa = 0*siemens/cm**2
    trace = StateMonitor(neuron, "v", record=places, dt=0.1*ms)
    Network(neuron, trace).run(12*ms)
    traces.update({f"{name}{k}": digits(v/mV) for k, v in zip(places, trace.v)})
save("hodgkin_huxley_1952", traces=traces)
