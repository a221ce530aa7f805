"""Population bursts of 400 + 100 neurons with synapses that tire and facilitate."""
from brian2 import *
from scipy.stats import truncnorm
from reference import ten_seeds


def drawn(mean, least, most, count):
    scale = 0.5*abs(mean)
    return truncnorm.rvs((least - mean)/scale, (most - mean)/scale, loc=mean, scale=scale, size=count)


def between(source, target, current, A, U, recovery, facilitation=None, sums=""):
    equations = f"""{current}_post = A*y : volt (summed)
        {sums}
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
    # drawn here, so that there is a number for each of them before the simulation
    i, j = np.nonzero(np.random.rand(len(source), len(target)) < 0.1)
    synapses.connect(i=i, j=j)
    count = len(i)
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
        ready : 1
        drive : volt (constant)""", threshold="v > 15*mV", reset="v = 13.5*mV", refractory=rest, method="exact")
    group.drive = np.random.uniform(14.5, 15.5, count)*mV
    return group


def run_once():
    defaultclock.dt = 1*ms
    E, I = neurons(400, 3*ms), neurons(100, 2*ms)
    all = [between(E, E, "fromE", 1.8, (0.5, 0.1, 0.9), 800, sums="ready_post = x : 1 (summed)"), between(E, I, "fromE", 7.2, (0.04, 0.001, 0.07), 100, 1000),
           between(I, E, "fromI", -5.4, (0.5, 0.1, 0.9), 800), between(I, I, "fromI", -7.2, (0.04, 0.001, 0.07), 100, 1000)]
    spikes, inhibitory, ready = SpikeMonitor(E), SpikeMonitor(I), StateMonitor(E, "ready", record=True, dt=10*ms)
    Network(E, I, all, spikes, inhibitory, ready).run(5.1*second)
    late = [np.asarray(monitor.t)[np.asarray(monitor.t) >= 0.8995] for monitor in (spikes, inhibitory)]
    activity = np.histogram(np.concatenate(late), bins=np.arange(900, 5101)/1000 - 0.0005)[0]/500
    # a burst: more than a twentieth of the neurons within a millisecond, 50 ms after the last such
    high = np.flatnonzero(activity > 0.05)
    bursts = 0 if len(high) == 0 else 1 + np.sum(np.diff(high) > 50)
    return dict(excitatory=len(late[0])/400/4.2, inhibitory=len(late[1])/100/4.2, bursts=bursts/4.2, peak=activity.max(),
                recovered=np.asarray(ready.ready)[:, 90:].sum(axis=0).mean()/len(np.asarray(all[0].i)))


ten_seeds("tsodyks_uziel_markram_2000", run_once)
