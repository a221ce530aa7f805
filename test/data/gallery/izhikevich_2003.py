"""Seven kinds of neurons that four numbers make."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 0.01*ms
stimulus = TimedArray([[0]*7, [10, 10, 10, 10, 10, 0.5, 1]], dt=50*ms)
neurons = NeuronGroup(7, """dv/dt = (0.04*v**2 + 5*v + 140 - u + stimulus(t, i))/ms : 1
    du/dt = a*(b*v - u)/ms : 1
    a : 1 (constant)
    b : 1 (constant)
    c : 1 (constant)
    d : 1 (constant)""", threshold="v >= 30", reset="v = c; u += d", method="euler")
neurons.a = np.array([0.02, 0.02, 0.02, 0.1, 0.02, 0.02, 0.1])
neurons.b = np.array([0.2, 0.2, 0.2, 0.2, 0.25, 0.25, 0.26])
neurons.c = np.array([-65, -55, -50, -65, -65, -65, -65])
neurons.d = np.array([8, 4, 2, 2, 2, 0.05, 2])
neurons.v = -65
neurons.u = "b*v"
spikes, traces = SpikeMonitor(neurons), StateMonitor(neurons, ["v", "u"], record=True)
Network(neurons, spikes, traces).run(300*ms)
save("izhikevich_2003", spikes=spike_steps(spikes, 1e-5), traces={f"v{i}": digits(traces.v[i][:15000:300]) for i in range(7)})
