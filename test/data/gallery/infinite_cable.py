"""A short pulse in the middle of a long passive cable."""
from brian2 import *
from reference import digits, save

defaultclock.dt = 0.001*ms
gL, EL = 1e-4*siemens/cm**2, -70*mV
cable = SpatialNeuron(Cylinder(diameter=1*um, length=3*mm, n=501), """
Im = gL*(EL - v) : amp/meter**2
I = into*pulse(t) : amp (point current)
into : 1""", Cm=1*uF/cm**2, Ri=100*ohm*cm, namespace=dict(gL=gL, EL=EL, pulse=TimedArray([1, 0]*nA, dt=0.02*ms)))
cable.v = EL
cable.into[250] = 1
places = [250 + 20*k for k in range(11)]
trace = StateMonitor(cable, "v", record=places, dt=0.05*ms)
Network(cable, trace).run(10*ms)
save("infinite_cable", traces={f"v{k}": digits(v/mV) for k, v in zip(places, trace.v)})
