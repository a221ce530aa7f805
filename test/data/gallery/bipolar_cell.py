"""A cell with two dendrites and an axon, a current into one of the dendrites."""
from brian2 import *
from reference import SPHERE, digits, save

morphology = Soma(30*um)
morphology.axon = Cylinder(diameter=1*um, length=300*um, n=100)
morphology.L = Cylinder(diameter=1*um, length=100*um, n=50)
morphology.R = Cylinder(diameter=1*um, length=150*um, n=50)
neuron = SpatialNeuron(morphology, """
Im = gL*(EL - v) : amp/meter**2
I : amp (point current)""", Cm=1*uF/cm**2, Ri=100*ohm*cm, namespace=dict(gL=1e-4*siemens/cm**2, EL=-70*mV))
neuron.v = -70*mV
places = {"soma": 0, "axon": 100, "L50": int(morphology.L[50*um]._indices()), "L100": 150, "R75": int(morphology.R[75*um]._indices())}
trace = StateMonitor(neuron, "v", record=sorted(places.values()))
network = Network(neuron, trace)
network.run(1*ms)
neuron.I[places["L50"]] = 0.2*nA
network.run(5*ms)
neuron.I = 0*amp
network.run(34*ms)
row = {k: n for n, k in enumerate(sorted(places.values()))}
save("bipolar_cell", tolerance=SPHERE, traces={name: digits(trace.v[row[k]][::4]/mV) for name, k in places.items()})
