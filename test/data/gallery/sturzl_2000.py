"""A scorpion finds its prey: eight legs, waves that come to each at another time."""
from brian2 import *
from reference import ten_seeds

STEPS = 5000


def run_once():
    legs = np.radians(22.5 + 45*np.arange(8))
    prey = np.radians(144)
    delays = np.round(0.5*(1 - np.cos(prey - legs)), 1)
    t = np.arange(-10, STEPS)*1e-4
    frequencies = np.arange(150, 451)
    weights = np.exp(-(frequencies - 300.0)**2/(2*50.0**2))
    phases = 2*np.pi*np.random.rand(len(frequencies))
    wave = sum(w*np.cos(2*np.pi*f*t + phase) for w, f, phase in zip(weights, frequencies, phases))/weights.sum()
    table = np.array([wave[10 - int(round(10*d)):10 - int(round(10*d)) + STEPS] for d in delays]).T
    ground = TimedArray(table, dt=0.1*ms)
    sensors = NeuronGroup(8, "dv/dt = (1 + ground(t, i) - v)/ms + 0.01*(2/ms)**0.5*xi : 1", threshold="v > 1", reset="v = 0",
                          refractory=1*ms, method="euler", namespace=dict(ground=ground))
    neurons = NeuronGroup(8, """dv/dt = (x - v)/ms : 1
                                dx/dt = (y - x)/(1.001*ms) : 1
                                dy/dt = -y/(1.001*ms) : 1""", threshold="v > 1", reset="v = 0", method="exact")
    excitation = Synapses(sensors, neurons, on_pre="y += 7")
    excitation.connect(j="i")
    inhibition = Synapses(sensors, neurons, on_pre="y -= 2", delay=0.7*ms)
    inhibition.connect("abs(((j - i) % 8) - 4) <= 1")
    felt, spikes = SpikeMonitor(sensors), SpikeMonitor(neurons)
    Network(sensors, neurons, excitation, inhibition, felt, spikes).run(500*ms)
    total = np.sum(np.asarray(spikes.count)*np.exp(1j*legs))
    return dict(felt=felt.num_spikes/8/0.5, rate=spikes.num_spikes/8/0.5, angle=np.degrees(np.angle(total)), sharpness=abs(total)/spikes.num_spikes)


ten_seeds("sturzl_2000", run_once)
