"""A ball and a stick with sodium channels at one place of the axon: a ramp in voltage clamp, and a current."""
from brian2 import *
from reference import SHARP_SPHERE, digits, save

defaultclock.dt = 0.025*ms
EL, gL = -75*mV, 1/(30000*ohm*cm**2)
gNa_0 = gL*2*7.85e-9*meter**2
traces = {}
for name, duration in (("clamp", 500), ("current", 100)):
    start_scope()
    morphology = Soma(50*um)
    morphology.axon = Cylinder(diameter=1*um, length=300*um, n=300)
    neuron = SpatialNeuron(morphology, """
    Im = gL*(EL - v) + gclamp*(EL + 50*mV*t/(500*ms) - v) + gNa*m*(ENa - v) : amp/meter**2
    I = into*on(t)*gL*20*mV*area : amp (point current)
    into : 1
    dm/dt = (1/(1 + exp((-40*mV - v)/(6*mV))) - m)/(0.1*ms) : 1
    gclamp : siemens/meter**2
    gNa : siemens/meter**2""", Cm=0.75*uF/cm**2, Ri=150*ohm*cm, method="exponential_euler",
                           namespace=dict(gL=gL, EL=EL, ENa=60*mV, on=TimedArray([0, int(name == "current")], dt=20*ms)))
    channels = int(morphology.axon[40*um]._indices())
    neuron.v = EL
    neuron.into[0] = 1
    neuron.gNa[channels] = gNa_0/morphology.axon.area[channels - 1]
    trace = StateMonitor(neuron, ["v", "m"], record=[0, 20, channels, 300], dt=(2 if name == "clamp" else 0.5)*ms)
    if name == "clamp":
        neuron.gclamp[0] = gL*500
    Network(neuron, trace).run(duration*ms)
    traces.update({f"{name}{k}": digits(v/mV) for k, v in zip((0, 20, channels, 300), trace.v)})
    print(channels)
save("brette_2012", tolerance=SHARP_SPHERE, traces=traces)
