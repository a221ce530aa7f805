"""Pitch by delay lines: 150 neurons, tuned from 50 to 1000 Hz, hear a rising tone twice."""
from brian2 import *
from reference import ten_seeds

defaultclock.dt = 0.02*ms


def run_once():
    ears = NeuronGroup(2, """dx/dt = (5*sin(2*pi*pitch*t)**3 - x)/ms + 0.1*(2/ms)**0.5*xi : 1 (unless refractory)
                             pitch = (200 + 200*t/second)*Hz : Hz""", threshold="x > 1", reset="x = 0", refractory=2*ms, method="euler")
    neurons = NeuronGroup(150, "dv/dt = -v/ms + 0.1*(2/ms)**0.5*xi : 1", threshold="v > 1", reset="v = 0", method="euler")
    synapses = Synapses(ears, neurons, on_pre="v += 0.5")
    synapses.connect()
    synapses.delay = "i/(50*20**(j/149.0))*second"
    spikes = SpikeMonitor(neurons)
    Network(ears, neurons, synapses, spikes).run(500*ms)
    tuned = 50*20**(np.asarray(spikes.i)/149)
    times = np.asarray(spikes.t)
    pitch = 200 + 400*times
    # spikes of neurons within a tenth of the tone's instantaneous frequency (its phase is pitch*t)
    near = np.abs(np.log(tuned/pitch)) < 0.1
    octave = np.abs(np.log(2*tuned/pitch)) < 0.1
    return dict(rate=spikes.num_spikes/150/0.5, tuned=near.mean(), octave=octave.mean())


ten_seeds("licklider", run_once)
