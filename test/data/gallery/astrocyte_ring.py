"""Calcium waves in a ring of 50 astrocytes, which are chaotic: as long as they can be told."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 50*ms
cells = NeuronGroup(50, """
dI/dt = 0.6*uM/second/(1 + I/(1.5*uM))*C**2/(C**2 + (0.1*uM)**2) - 4.5*uM/second*C**4/(C**4 + (0.7*uM)**4)*I/(I + 1*uM) - 0.05*I/second
        - 0.045*uM/second*(1 + tanh((abs(excess) - 0.3*uM)/(0.05*uM)))*sign(excess) + J : mM
excess = I - Ibias*pulse : mM
dC/dt = (6/second*m**3*h**3 + 0.1/second)*(2*uM - 1.18*C) - 0.9*uM/second*C**2/(C**2 + (0.05*uM)**2) : mM
dh/dt = (Q/(Q + C) - h)*0.2/uM/second*(Q + C) : 1
m = I/(I + 0.13*uM)*C/(C + 0.08*uM) : 1
Q = 1.05*uM*(I + 0.13*uM)/(I + 0.9434*uM) : mM
J : mM/second
Ibias : mM
pulse : 1""".replace("mM", "mmolar").replace("uM", "umolar"), threshold="C > 0.5*umolar", refractory="C > 0.5*umolar", method="rk4",
    namespace=dict(drive=TimedArray([1, 1, 0, 0, 0]*4, dt=10*second)))
# the same in all stages of a step
cells.run_regularly("pulse = drive(t)")
cells.Ibias[25] = 1*umolar
cells.h = 0.9
ring = Synapses(cells, cells, """difference = I_post - I_pre : mmolar
J_post = -0.045*umolar/second*(1 + tanh((abs(difference) - 0.3*umolar)/(0.05*umolar)))*sign(difference) : mmolar/second (summed)""")
ring.connect("j == (i + 1) % 50 or j == (i + 49) % 50")
spikes = SpikeMonitor(cells)
traces = StateMonitor(cells, "C", record=True)
Network(cells, ring, spikes, traces).run(200*second)
save("astrocyte_ring", spikes=spike_steps(spikes, 0.05), traces={f"C{i}": digits(traces[i].C[::60]/umolar) for i in (25, 26, 30, 45)})
