"""The potential around the axon of Hodgkin and Huxley, by the currents through its membrane."""
from brian2 import *
from reference import digits, save
from squid import SPACE, axon

defaultclock.dt = 0.01*ms
neuron = axon(Cylinder(x=[0, 10]*cm, diameter=2*238*um, n=200))
# five at increasing distances from the middle, which are saved, and a row of 50 beside the axon
electrodes = NeuronGroup(55, """
potential : volt
x : meter
y : meter""")
electrodes.x = np.concatenate([[5]*5, 0.1 + 0.2*np.arange(50)])*cm
electrodes.y = np.array([1, 2, 4, 8, 16] + [2]*50)*mm
field = Synapses(neuron, electrodes, """
w : ohm*meter**2 (constant)
potential_post = w*(Ic_pre - Im_pre) : volt (summed)""")
field.summed_updaters["potential_post"].when = "after_groups"
field.namespace.update(SPACE)
field.connect()
field.w = "area_pre/(4*pi*0.3*siemens/meter)/((x_pre - x_post)**2 + (y_pre - y_post)**2)**.5"
trace = StateMonitor(neuron, "v", record=[50, 100, 150], dt=0.1*ms)
potential = StateMonitor(electrodes, "potential", record=True)
Network(neuron, electrodes, field, trace, potential).run(12*ms)
save("lfp", traces={**{f"v{k}": digits(v/mV) for k, v in zip((50, 100, 150), trace.v)},
                    **{f"potential{k}": digits(p[5::10]/uvolt) for k, p in enumerate(potential.potential[:5])}})
