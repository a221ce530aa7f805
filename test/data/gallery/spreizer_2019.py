"""Inhibitory neurons on a torus of 40 x 40, each with its targets a little off in a direction of its own: random, or as its neighbours'."""
from brian2 import *
from reference import ten_seeds

SIDE, TARGETS = 40, 160
COUNT = SIDE**2


def landscape(smooth):
    if not smooth:
        return np.random.rand(COUNT)*2*pi
    y, x = np.divmod(np.arange(COUNT), SIDE)
    field = np.zeros(COUNT)
    for kx in range(-2, 3):
        for ky in range(3):
            if (kx, ky) != (0, 0):
                field += np.cos(2*pi*(kx*x + ky*y)/SIDE + 2*pi*np.random.rand())
    # each direction as often as any other
    return np.argsort(np.argsort(field))*2*pi/COUNT


def connections(angles):
    y, x = np.divmod(np.arange(COUNT), SIDE)
    turn = np.random.rand(COUNT, TARGETS)*2*pi
    radius = 3 + np.random.gamma(4, 1.2, (COUNT, TARGETS))
    dx = np.floor(radius*np.cos(turn) + np.cos(angles)[:, None] + 0.5)
    dy = np.floor(radius*np.sin(turn) + np.sin(angles)[:, None] + 0.5)
    targets = (x[:, None] + dx) % SIDE + (y[:, None] + dy) % SIDE*SIDE
    return np.repeat(np.arange(COUNT), TARGETS), targets.astype(int).ravel()


def run_one(smooth):
    start_scope()
    angles = landscape(smooth)
    names = dict(mu=TimedArray([0, 700]*pA, dt=250*ms), sigma=TimedArray([500, 100]*pA, dt=250*ms))
    neurons = NeuronGroup(COUNT, """dv/dt = (-70*mV - v)/(10*ms) + (mu(t) + sigma(t)*sqrt(1*ms)*xi + g)/(250*pF) : volt (unless refractory)
        dg/dt = (h - g)/(5*ms) : amp
        dh/dt = -h/(5*ms) : amp""", threshold="v > -55*mV", reset="v = -70*mV", refractory=5*ms, method="euler", namespace=names)
    synapses = Synapses(neurons, neurons, on_pre="h_post -= 25*pA*exp(1)")
    i, j = connections(angles)
    synapses.connect(i=i, j=j)
    spikes = SpikeMonitor(neurons)
    Network(neurons, synapses, spikes).run(1.5*second)
    step, of = np.rint(np.asarray(spikes.t)/0.1e-3).astype(int), np.asarray(spikes.i)
    late = step >= 5000
    counts = np.zeros((40, COUNT))
    np.add.at(counts, ((step[late] - 5000)//250, of[late]), 1)
    y, x = np.divmod(np.arange(COUNT), SIDE)

    def follows(sign):
        """Correlation of a neuron's spikes with those 25 ms later at the place 3 away in its direction, or opposite."""
        there = (x + np.floor(3*sign*np.cos(angles) + 0.5)) % SIDE + (y + np.floor(3*sign*np.sin(angles) + 0.5)) % SIDE*SIDE
        return np.corrcoef(counts[:-1].ravel(), counts[1:, there.astype(int)].ravel())[0, 1]

    rates = counts.sum(0)
    name = "smooth" if smooth else "random"
    return {f"{name}Rate": counts.sum()/COUNT, f"{name}Spread": rates.std()/rates.mean(), f"{name}Along": follows(1), f"{name}Against": follows(-1)}


def run_once():
    return {**run_one(False), **run_one(True)}


ten_seeds("spreizer_2019", run_once)
