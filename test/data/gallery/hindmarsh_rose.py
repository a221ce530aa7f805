"""Three bursting cells with gap junctions."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 0.01*ms
cells = NeuronGroup(3, """dx/dt = (y - x**3 + 3*x**2 - z + I + Igap)/ms : 1
    dy/dt = (1 - 5*x**2 - y)/ms : 1
    dz/dt = 0.006*(4*(x + 1.6) - z)/ms : 1
    I : 1 (constant)
    Igap : 1""", threshold="x > 1", refractory="x > 1", method="rk4")
cells.I = np.array([2, 2.4, 3.25])
cells.x, cells.y = -1.3, -7.3
cells.z = np.array([1.2, 1.4, 1.6])
gap = Synapses(cells, cells, "Igap_post = 0.03*(x_pre - x_post) : 1 (summed)")
gap.connect("i != j")
spikes, traces = SpikeMonitor(cells), StateMonitor(cells, ["x", "z"], record=True)
Network(cells, gap, spikes, traces).run(400*ms)
save("hindmarsh_rose", spikes=spike_steps(spikes, 1e-5), traces={f"x{i}": digits(traces.x[i][::400]) for i in range(3)})
