"""A cylinder with two branches that obey Rall's law, and the one cylinder that is equivalent to them."""
from brian2 import *
from reference import digits, save

defaultclock.dt = 0.02*ms
gL, EL, Ri = 1e-4*siemens/cm**2, -70*mV, 150*ohm*cm
d, d1 = 1*um, 0.5*um
d2 = (d**1.5 - d1**1.5)**(1/1.5)
tree = Cylinder(diameter=d, length=300*um, n=150)
tree.L = Cylinder(diameter=d1, length=200*um, n=100)
tree.R = Cylinder(diameter=d2, length=200*um*sqrt(d2/d1), n=100)
one = Cylinder(diameter=d, length=300*um + 200*um*sqrt(d/d1), n=300)
traces = {}
for name, morphology in (("tree", tree), ("one", one)):
    start_scope()
    neuron = SpatialNeuron(morphology, """
    Im = gL*(EL - v) : amp/meter**2
    I : amp (point current)""", Cm=1*uF/cm**2, Ri=Ri, namespace=dict(gL=gL, EL=EL))
    neuron.v = EL
    neuron.I[0] = 0.02*nA
    start = StateMonitor(neuron, "v", record=[0], dt=0.5*ms)
    Network(neuron, start).run(100*ms)
    traces[f"{name}_start"] = digits(start.v[0]/mV)
    traces[f"{name}_along"] = digits(neuron.v[::10]/mV)
save("rall", traces=traces)
