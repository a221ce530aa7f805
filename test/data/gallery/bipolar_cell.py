"""A cell with two dendrites and an axon, a current into one of the dendrites."""
from brian2 import *
from reference import SPHERE, digits, save

morphology = Soma(30*um)
morphology.axon = Cylinder(diameter=1*um, length=300*um, n=100)
morphology.L = Cylinder(diameter=1*um, length=100*um, n=50)
morphology.R = Cylinder(diameter=1*um, length=150*um, n=50)
# into the middle of the dendrite L, from 1 to 6 ms
middle = int(morphology.L[50*um]._indices())
space = dict(gL=1e-4*siemens/cm**2, EL=-70*mV, pulse=TimedArray(([0] + [0.2]*5 + [0])*nA, dt=1*ms))
neuron = SpatialNeuron(morphology, """
Im = gL*(EL - v) : amp/meter**2
I = into*pulse(t) : amp (point current)
into : 1""", Cm=1*uF/cm**2, Ri=100*ohm*cm, namespace=space)
neuron.v = -70*mV
neuron.into[middle] = 1
places = {"soma": 0, "axon": 100, "L50": middle, "L100": 150, "R75": int(morphology.R[75*um]._indices())}
trace = StateMonitor(neuron, "v", record=sorted(places.values()))
Network(neuron, trace).run(40*ms)
row = {k: n for n, k in enumerate(sorted(places.values()))}
save("bipolar_cell", tolerance=SPHERE, traces={name: digits(trace.v[row[k]][::4]/mV) for name, k in places.items()})
