"""A ball and a stick whose spikes begin where the sodium channels are: 30 to 60 um along the axon."""
from brian2 import *
from reference import SPIKING_SPHERE, digits, save

defaultclock.dt = 0.025*ms
morphology = Soma(30*um)
morphology.axon = Cylinder(diameter=1*um, length=300*um, n=100)
gL = 1e-4*siemens/cm**2
neuron = SpatialNeuron(morphology, """
Im = gL*(EL - v) + gNa*m*h*(ENa - v) + gK*n*(EK - v) : amp/meter**2
dm/dt = (minf - m)/(0.3*ms) : 1
dh/dt = (hinf - h)/(3*ms) : 1
dn/dt = (ninf - n)/(5*ms) : 1
minf = 1/(1 + exp((-30*mV - v)/(6*mV))) : 1
hinf = 1/(1 + exp((v + 50*mV)/(6*mV))) : 1
ninf = 1/(1 + exp((-20*mV - v)/(8*mV))) : 1
I = into*pulse(t) : amp (point current)
into : 1
gNa : siemens/meter**2
gK : siemens/meter**2""", Cm=1*uF/cm**2, Ri=100*ohm*cm, method="exponential_euler",
                       namespace=dict(gL=gL, EL=-70*mV, ENa=50*mV, EK=-90*mV, pulse=TimedArray(([0] + [0.15]*50 + [0])*nA, dt=1*ms)))
neuron.v = -65*mV
neuron.into[0] = 1
neuron.axon[30*um:60*um].gNa = 700*gL
neuron.axon[30*um:60*um].gK = 700*gL
places = [0, 10, 15, 20, 50, 100]
trace = StateMonitor(neuron, "v", record=places, dt=0.2*ms)
Network(neuron, trace).run(70*ms)
save("spike_initiation", tolerance=SPIKING_SPHERE, traces={f"v{k}": digits(v/mV) for k, v in zip(places, trace.v)})
