"""A synfire chain: a packet of 85 spikes and ten groups of 100 neurons."""
from brian2 import *
from reference import ten_seeds

PACKET = 50 + np.round(10*2*(np.arange(85) - 42)/42)/10


def run_once():
    neurons = NeuronGroup(1000, """dV/dt = (x - (V + 70*mV))/(10*ms) : volt
        dx/dt = (y - x)/(0.325*ms) : volt
        dy/dt = -y/(0.325*ms) + 25.27*mV/ms + 39.24*mV/ms**0.5*xi : volt""",
        threshold="V > -55*mV", reset="V = -70*mV", refractory=1*ms, method="euler")
    neurons.V = "-70*mV + rand()*15*mV"
    packet = SpikeGeneratorGroup(85, np.arange(85), PACKET*ms)
    start = Synapses(packet, neurons[:100], on_pre="y += 4.86*mV")
    start.connect()
    chain = Synapses(neurons, neurons, on_pre="y += 4.86*mV")
    chain.connect(j="k for k in range((int(i/100) + 1)*100, (int(i/100) + 2)*100) if i < 900")
    spikes = SpikeMonitor(neurons)
    Network(neurons, packet, start, chain, spikes).run(100*ms)
    t, group = np.asarray(spikes.t)/1e-3, np.asarray(spikes.i)//100

    def arrivals(g):
        """Spikes of a group's packet, and their median; those of the noise within 3 ms too."""
        late = t[(group == g) & (t > (46 if g == 0 else 50)) & ((t < 56) | (g > 0))]
        return np.median(late), late[np.abs(late - np.median(late)) < 3]

    last = arrivals(9)[1]
    return dict(spikes=len(last)/100, arrival=np.median(last) - arrivals(0)[0], width=last.std(), rate=np.sum((t > 20) & (t < 45))/1000/0.025)


ten_seeds("diesmann_1999", run_once)
