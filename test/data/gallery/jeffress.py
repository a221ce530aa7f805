"""Sound localisation by delay lines: a source of white noise goes once round the head, 30 neurons hear both ears."""
from brian2 import *
from reference import ten_seeds

defaultclock.dt = 0.02*ms
WIDEST = 20*cm/(300*metre/second)
COUNT = 30


def run_once():
    sound = TimedArray(10*np.random.randn(50000), dt=defaultclock.dt)
    ears = NeuronGroup(2, """dx/dt = (sound(t - late) - x)/ms + 0.1*(2/ms)**0.5*xi : 1 (unless refractory)
        late = side*sin(2*pi*t/second) : second
        side : second (constant)""", threshold="x > 1", reset="x = 0", refractory=2.5*ms, method="euler", namespace=dict(sound=sound))
    ears.side = np.array([-0.5, 0.5])*WIDEST
    neurons = NeuronGroup(COUNT, "dv/dt = -v/ms + 0.1*(2/ms)**0.5*xi : 1", threshold="v > 1", reset="v = 0", method="euler")
    lines = Synapses(ears, neurons, on_pre="v += 0.5")
    lines.connect()
    lines.delay = "1.1*WIDEST*(int(i == 0)*j + int(i == 1)*(COUNT - 1 - j))/(COUNT - 1.0)"
    heard, spikes = SpikeMonitor(ears), SpikeMonitor(neurons)
    Network(ears, neurons, lines, heard, spikes).run(1*second)
    times, place = np.asarray(spikes.t), np.asarray(spikes.i)
    # where the delays make up for the difference of the paths
    best = (COUNT - 1)/2*(1 + np.sin(2*np.pi*times)/1.1)
    return dict(ears=heard.num_spikes/2, rate=spikes.num_spikes/COUNT, near=np.mean(np.abs(place - best) < 2.5),
                correlation=np.corrcoef(place, best)[0, 1])


ten_seeds("jeffress", run_once)
