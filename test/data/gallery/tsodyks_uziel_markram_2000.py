"""Population bursts of 400 + 100 neurons with synapses that tire and facilitate."""
from brian2 import *
from scipy.stats import truncnorm
from reference import ten_seeds


def drawn(mean, least, most, count):
    scale = 0.5*abs(mean)
    return truncnorm.rvs((least - mean)/scale, (most - mean)/scale, loc=mean, scale=scale, size=count)


def between(source, target, current, A, U, recovery, facilitation=None):
    equations = f"""{current}_post = A*y : volt (summed)
        dx/dt = (1 - x - y)/recovery : 1 (clock-driven)
        dy/dt = -y/(3*ms) : 1 (clock-driven)
        A : volt (constant)
        U : 1 (constant)
        recovery : second (constant)"""
    if facilitation:
        equations += """
        du/dt = -u/facilitation : 1 (clock-driven)
        facilitation : second (constant)"""
    synapses = Synapses(source, target, equations, on_pre="u += U*(1 - u); y += u*x; x -= u*x" if facilitation else "y += U*x; x -= U*x", method="exact")
    synapses.connect(p=0.1)
    count = len(synapses)
    synapses.A = drawn(A, min(0.2*A, 2*A), max(0.2*A, 2*A), count)*mV
    synapses.U = drawn(*U, count)
    synapses.recovery = drawn(recovery, 5, np.inf, count)*ms
    if facilitation:
        synapses.facilitation = drawn(facilitation, 5, np.inf, count)*ms
    synapses.x = 1
    return synapses


def neurons(count, rest):
    group = NeuronGroup(count, """dv/dt = (fromE + fromI + drive - v)/(30*ms) : volt (unless refractory)
        fromE : volt
        fromI : volt
        drive : volt (constant)""", threshold="v > 15*mV", reset="v = 13.5*mV", refractory=rest, method="exact")
    group.drive = np.random.uniform(14.5, 15.5, count)*mV
    return group


def run_once():
    defaultclock.dt = 1*ms
    E, I = neurons(400, 3*ms), neurons(100, 2*ms)
    EE = between(E, E, "fromE", 1.8, (0.5, 0.1, 0.9), 800)
    all = [EE, between(E, I, "fromE", 7.2, (0.04, 0.001, 0.07), 100, 1000),
           between(I, E, "fromI", -5.4, (0.5, 0.1, 0.9), 800), between(I, I, "fromI", -7.2, (0.04, 0.001, 0.07), 100, 1000)]
    net = Network(E, I, all)
    net.run(0.9*second)
    spikes, inhibitory, ready = SpikeMonitor(E), SpikeMonitor(I), StateMonitor(EE, "x", record=True, dt=10*ms)
    net.add(spikes, inhibitory, ready)
    net.run(4.2*second)
    t = np.concatenate([np.asarray(spikes.t), np.asarray(inhibitory.t)])
    activity = np.histogram(t, bins=np.arange(900, 5101)/1000 - 0.0005)[0]/500
    # a burst: more than a twentieth of the neurons within a millisecond, 50 ms after the last such
    high = np.flatnonzero(activity > 0.05)
    bursts = 0 if len(high) == 0 else 1 + np.sum(np.diff(high) > 50)
    return dict(excitatory=spikes.num_spikes/400/4.2, inhibitory=inhibitory.num_spikes/100/4.2, bursts=bursts/4.2, peak=activity.max(), recovered=ready.x.mean())


ten_seeds("tsodyks_uziel_markram_2000", run_once)
