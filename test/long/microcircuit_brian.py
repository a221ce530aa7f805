"""The cortical microcircuit in Brian 2, for scales that NEST's reference has no numbers of.

    /usr/bin/python3 test/long/microcircuit_brian.py 0.2 10 [seconds = 2]

Writes test/data/microcircuit_brian.json: statistics of each seed and population, as test/data/microcircuit.json
defines them, after 500 ms, with the numbers of the model from there. (Correlations are of all pairs of neurons that
spike.) What is there of other scales stays.
"""
import json
import os
import shutil
import sys
import tempfile
import time

import numpy as np
from brian2 import (
    NeuronGroup, Network, SpikeMonitor, Synapses, defaultclock, device, ms, mV, pA, pF, second, seed as set_seed,
    set_device,
)

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")
FILE = os.path.join(DATA, "microcircuit_brian.json")
with open(os.path.join(DATA, "microcircuit.json")) as file:
    P = json.load(file)["parameters"]

scale, seeds = float(sys.argv[1]), int(sys.argv[2])
length = float(sys.argv[3]) if len(sys.argv) > 3 else 2.0
TRANSIENT = 0.5
DT = 1e-4

# one folder for all seeds: what does not change is compiled once
folder = tempfile.mkdtemp(prefix="spikebook-brian-")

names = P["populations"]
full = P["full_num_neurons"]
N = [round(n * scale) for n in full]
start = np.concatenate(([0], np.cumsum(N)))
w_full = P["PSC_over_PSP_pA_per_mV"] * P["PSP_exc_mean_mV"]
TAU_SYN = 0.5
MEANS = [-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43]
DEVIATIONS = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48]


def full_synapses(target, source):
    probability = P["conn_probs_target_by_source"][target][source]
    if probability == 0:
        return 0.0
    return np.log1p(-probability) / np.log1p(-1 / (full[target] * full[source]))


def weight(target, source):
    if source % 2 == 1:
        return P["g"] * w_full
    return 2 * w_full if (target, source) == (0, 2) else w_full


def delays(generator, mean, count):
    """Normal, at least half a step, in whole steps."""
    drawn = generator.normal(mean, mean / 2, count)
    while True:
        low = np.flatnonzero(drawn < 0.05)
        if len(low) == 0:
            return np.floor(drawn / 0.1 + 0.5)
        drawn[low] = generator.normal(mean, mean / 2, len(low))


def simulate(seed):
    generator = np.random.default_rng(seed)
    device.reinit()
    device.activate()
    set_device("cpp_standalone", directory=folder)
    defaultclock.dt = DT * second
    set_seed(seed)
    i, j, w, d = [], [], [], []
    for target in range(8):
        for source in range(8):
            total = round(full_synapses(target, source) * scale**2)
            mean = weight(target, source) / np.sqrt(scale)
            i.append(generator.integers(start[source], start[source + 1], total, dtype=np.int32))
            j.append(generator.integers(start[target], start[target + 1], total, dtype=np.int32))
            # a tenth of the mean ten times from zero: no weight has the other sign
            w.append(generator.normal(mean, abs(mean) * 0.1, total))
            excitatory = source % 2 == 0
            d.append(delays(generator, P["delay_exc_mean_ms" if excitatory else "delay_inh_mean_ms"], total))
    i, j, w, d = (np.concatenate(parts) for parts in (i, j, w, d))

    parameters = dict(E_L=-65 * mV, tau_m=10 * ms, tau_syn=TAU_SYN * ms, C_m=250 * pF, V_th=-50 * mV)
    neurons = NeuronGroup(
        start[-1],
        """dV/dt = (E_L - V)/tau_m + (I + I_DC)/C_m : volt (unless refractory)
           dI/dt = -I/tau_syn : amp
           I_DC : amp (constant)
           spikes_of_background : 1 (constant)""",
        threshold="V >= V_th",
        reset="V = E_L",
        # Brian 2 holds a neuron one step less than NEST
        refractory=2.1 * ms,
        method="exact",
        namespace={**parameters, "w_background": w_full / np.sqrt(scale) * pA},
        name="neurons",
    )
    current, voltage, background_spikes = (np.zeros(start[-1]) for _ in range(3))
    for k in range(8):
        of = slice(start[k], start[k + 1])
        background = w_full * P["K_ext"][k] * P["bg_rate_hz"]
        recurrent = sum(
            weight(k, s) * full_synapses(k, s) / full[k] * P["full_mean_rates_for_DC"][s] for s in range(8)
        )
        current[of] = 1e-3 * TAU_SYN * (1 - np.sqrt(scale)) * (recurrent + background)
        voltage[of] = generator.normal(MEANS[k], DEVIATIONS[k], N[k])
        background_spikes[of] = round(P["K_ext"][k] * scale) * P["bg_rate_hz"] * DT
    neurons.I_DC = current * pA
    neurons.V = voltage * mV
    neurons.spikes_of_background = background_spikes
    background = neurons.run_regularly(
        "I += w_background * poisson(spikes_of_background)", dt=DT * second, when="synapses", name="background"
    )
    synapses = Synapses(neurons, neurons, "w : amp (constant)", on_pre="I_post += w", name="synapses")
    synapses.connect(i=i, j=j)
    # Brian 2 keeps synapses in the order of its arguments
    synapses.w = w * pA
    synapses.delay = d * 0.1 * ms
    spikes = SpikeMonitor(neurons, name="spikes")
    count = len(i)
    del i, j, w, d
    Network(neurons, background, synapses, spikes, name="column").run((TRANSIENT + length) * second)
    return np.asarray(spikes.i), np.rint(np.asarray(spikes.t) / DT).astype(int), count


def statistics(index, step):
    first, steps = round(TRANSIENT / DT), round(length / DT)
    inside = (step >= first) & (step < first + steps)
    index, step = index[inside], step[inside] - first
    found = {}
    for k, name in enumerate(names):
        own = (index >= start[k]) & (index < start[k + 1])
        who, when = index[own] - start[k], step[own]
        counts = np.bincount(who, minlength=N[k])
        rates = counts / length
        cvs = []
        for neuron in np.flatnonzero(counts >= 3):
            intervals = np.diff(np.sort(when[who == neuron]))
            cvs.append(intervals.std() / intervals.mean())
        bins = steps // 20
        kept = when < 20 * bins
        active, row = np.unique(who[kept], return_inverse=True)
        binned = np.zeros((len(active), bins))
        np.add.at(binned, (row, when[kept] // 20), 1)
        z = binned - binned.mean(axis=1, keepdims=True)
        z /= np.sqrt((z**2).sum(axis=1, keepdims=True))
        pairs = len(active) * (len(active) - 1)
        bins3 = steps // 30
        population = np.bincount(when[when < 30 * bins3] // 30, minlength=bins3)
        found[name] = {
            "rate_mean": rates.mean(),
            "rate_sd_across_neurons": rates.std(),
            "frac_silent": float((counts == 0).mean()),
            "cv_isi_mean_min3spikes": float(np.mean(cvs)),
            "cc_active_mean": float(((z.sum(axis=0) ** 2).sum() - len(active)) / pairs),
            "synchrony_var_over_mean_3ms": population.var() / population.mean(),
        }
        found[name] = {key: float(f"{value:.7g}") for key, value in found[name].items()}
    return found


results = {}
for seed in range(1, seeds + 1):
    began = time.time()
    index, step, count = simulate(seed)
    results[str(seed)] = statistics(index, step)
    print(seed, count, f"{time.time() - began:.0f} s", results[str(seed)]["L4E"], flush=True)

shutil.rmtree(folder)

known = {}
if os.path.exists(FILE):
    with open(FILE) as file:
        known = json.load(file)
known["about"] = (
    "Cortical microcircuit (Potjans and Diesmann 2014) simulated by Brian 2.5.1, by test/long/microcircuit_brian.py: "
    "Poisson background, after 500 ms; statistics as in microcircuit.json, correlations of all pairs"
)
known[f"statistics_scale{scale:g}_{length:g}s"] = results
with open(f"{FILE}.{os.getpid()}", "w") as file:
    json.dump(known, file, indent=1)
    file.write("\n")
os.replace(f"{FILE}.{os.getpid()}", FILE)
