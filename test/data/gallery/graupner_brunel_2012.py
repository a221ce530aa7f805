"""Calcium-based plasticity with noise: the share of synapses that switch, at five differences of spike times, in steps of 1 ms
(figure 2 of the paper)."""
from brian2 import *
from reference import ten_seeds

VALUES = dict(tau=150*second, tauC=20*ms, up=321.808, down=200, high=1.3, low=1, sigma=2.8284)
DIFFERENCES = [-50, -15, 10, 25, 60]
COUNT = 150


def run_once():
    defaultclock.dt = 1*ms
    source = NeuronGroup(1, "", threshold="t > 100*ms", refractory=1*second)
    targets = NeuronGroup(2*COUNT*len(DIFFERENCES), "after : second (constant)", threshold="t > 100*ms + after", refractory=1*second)
    targets.after = np.repeat(DIFFERENCES, 2*COUNT)*ms
    synapses = Synapses(source, targets, """
        drho/dt = (-rho*(1 - rho)*(0.5 - rho) + up*(1 - rho)*int(c > high) - down*rho*int(c > low)
                   + sigma*sqrt(tau)*sqrt(int(c > low) + int(c > high))*xi)/tau : 1 (clock-driven)
        dc/dt = -c/tauC : 1 (clock-driven)""", on_pre="c += 1", on_post="c += 2", delay=14*ms, method="heun", namespace=VALUES)
    synapses.connect()
    synapses.rho = ([0]*COUNT + [1]*COUNT)*len(DIFFERENCES)
    Network(source, targets, synapses).run(30*second)
    found = {}
    for difference, of_one in zip(DIFFERENCES, np.asarray(synapses.rho).reshape(-1, 2, COUNT)):
        found[f"rise{difference}"] = np.mean(of_one[0] > 0.5)
        found[f"fall{difference}"] = np.mean(of_one[1] < 0.5)
    return found


ten_seeds("graupner_brunel_2012", run_once)
