"""The axon of Hodgkin and Huxley (1952) at the temperature of their experiments' table, 6.3 degrees, or faster."""
from brian2 import *

SQUID = """
I = early*pulse(t) + late*pulse(t - 3*ms) : amp (point current)
Im = gl*(El - v) + gNa*m**3*h*(ENa - v) + gK*n**4*(EK - v) : amp/meter**2
dm/dt = phi*(alpham*(1 - m) - betam*m) : 1
dn/dt = phi*(alphan*(1 - n) - betan*n) : 1
dh/dt = phi*(alphah*(1 - h) - betah*h) : 1
alpham = 1/exprel((25*mV - v)/(10*mV))/ms : Hz
betam = 4*exp(-v/(18*mV))/ms : Hz
alphah = 0.07*exp(-v/(20*mV))/ms : Hz
betah = 1/(exp((30*mV - v)/(10*mV)) + 1)/ms : Hz
alphan = 0.1/exprel((10*mV - v)/(10*mV))/ms : Hz
betan = 0.125*exp(-v/(80*mV))/ms : Hz
gNa : siemens/meter**2
early : 1
late : 1"""
SPACE = dict(El=10.613*mV, ENa=115*mV, EK=-12*mV, gl=0.3*msiemens/cm**2, gK=36*msiemens/cm**2,
             pulse=TimedArray([0, 5, 0]*uA, dt=1*ms))


def axon(morphology, phi=1, **options):
    """With a current of 5 uA into the first compartment from 1 to 2 ms, and into those whose `late` is 1 from 4 to 5 ms."""
    neuron = SpatialNeuron(morphology, SQUID, Cm=1*uF/cm**2, Ri=35.4*ohm*cm,
                           method="exponential_euler", namespace=dict(SPACE, phi=phi), **options)
    neuron.v = 0*mV
    neuron.early[0] = 1
    for gate in "mhn":
        setattr(neuron, gate, f"alpha{gate}/(alpha{gate} + beta{gate})")
    neuron.gNa = 120*msiemens/cm**2
    return neuron
