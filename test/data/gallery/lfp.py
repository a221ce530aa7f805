"""The potential around the axon of Hodgkin and Huxley, by the currents through its membrane."""
from brian2 import *
from reference import digits, save
from squid import SPACE, axon

defaultclock.dt = 0.01*ms
neuron = axon(Cylinder(x=[0, 10]*cm, diameter=2*238*um, n=200))
electrodes = NeuronGroup(5, """
potential : volt
x : meter
y : meter""")
electrodes.x, electrodes.y = 5*cm, [1, 2, 4, 8, 16]*mm
field = Synapses(neuron, electrodes, """
w : ohm*meter**2 (constant)
potential_post = w*(Ic_pre - Im_pre) : volt (summed)""")
field.summed_updaters["potential_post"].when = "after_groups"
field.namespace.update(SPACE)
field.connect()
field.w = "area_pre/(4*pi*0.3*siemens/meter)/((x_pre - x_post)**2 + (y_pre - y_post)**2)**.5"
trace = StateMonitor(neuron, "v", record=[50, 100, 150], dt=0.1*ms)
potential = StateMonitor(electrodes, "potential", record=True)
network = Network(neuron, electrodes, field, trace, potential)
network.run(1*ms)
neuron.I[0] = 5*uA
network.run(1*ms)
neuron.I = 0*amp
network.run(10*ms)
save("lfp", traces={**{f"v{k}": digits(v/mV) for k, v in zip((50, 100, 150), trace.v)},
                    **{f"potential{k}": digits(p[5::10]/uvolt) for k, p in enumerate(potential.potential)}})
