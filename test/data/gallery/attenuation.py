"""A sinusoidal current at one end of a passive cable, of six frequencies."""
from brian2 import *
from reference import digits, save

defaultclock.dt = 0.02*ms
traces = {}
for frequency in (10, 20, 50, 100, 200, 500):
    start_scope()
    cable = SpatialNeuron(Cylinder(diameter=1*um, length=1*mm, n=100), """
    Im = gL*(EL - v) : amp/meter**2
    I = I0*sin(2*pi*f*t) : amp (point current)
    I0 : amp""", Cm=1*uF/cm**2, Ri=100*ohm*cm, namespace=dict(gL=1e-4*siemens/cm**2, EL=-70*mV, f=frequency*Hz))
    cable.v = -70*mV
    cable.I0[0] = 10*pA
    trace = StateMonitor(cable, "v", record=[0, 50, 99], dt=2*ms)
    Network(cable, trace).run(200*ms)
    traces.update({f"v{k}_{frequency}Hz": digits(v/mV) for k, v in zip((0, 50, 99), trace.v)})
save("attenuation", traces=traces)
