"""Geometric Brownian motion by Milstein's method, and by Euler's as Ito and by Heun's as Stratonovich read it."""
from brian2 import *
from reference import ten_seeds


def run_once():
    found = {}
    for name, method, drift in (("milstein", "milstein", "mu - sigma**2/2"), ("heun", "heun", "mu - sigma**2/2"), ("heunPlain", "heun", "mu")):
        start_scope()
        defaultclock.dt = 5*ms
        walkers = NeuronGroup(1000, f"dx/dt = ({drift})*x + sigma*x*xi : 1", method=method, namespace=dict(mu=0.4*Hz, sigma=0.5*Hz**0.5))
        walkers.x = 1
        Network(walkers).run(2*second)
        logs = np.log(np.asarray(walkers.x))
        found[f"{name}Mean"] = np.mean(walkers.x)
        found[f"{name}Log"] = logs.mean()
        found[f"{name}LogSpread"] = logs.std()
    return found


ten_seeds("stochastic_growth", run_once)
