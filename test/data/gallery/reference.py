"""What the scripts of this folder share. Each makes the numbers of one model with Brian 2 (2.5.1, Debian's
python3-brian) and writes them beside itself: /usr/bin/python3 test/data/gallery/cobahh.py"""

import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
import brian2
import numpy as np

brian2.BrianLogger.suppress_name("method_choice")
brian2.prefs.codegen.target = os.environ.get("BRIAN_TARGET", "numpy")

ABOUT = "Brian 2.5.1 (Debian)"

# For traces of cells with a sphere: the largest difference in parts of their span, and why it is not 1e-9.
SPHERE = {"ofSpan": 1e-6, "reason": "Brian subtracts nearly equal numbers at a sphere and loses digits there: 1.7 nV in a "
          "passive cell, against a solution with 40 digits (test/morphology/cable.test.ts)"}
SPIKING_SPHERE = {"ofSpan": 3e-6, "reason": SPHERE["reason"] + "; spikes make it larger. With a cylinder of the same area in "
                  "place of the sphere the same traces agree to 2e-11"}
SHARP_SPHERE = {"ofSpan": 3e-6, "reason": SPHERE["reason"] + "; spikes make it larger. With a cylinder of the same area in "
                "place of the sphere the same traces agree to 2e-10"}
FOLDER = os.path.dirname(os.path.abspath(__file__))


def digits(values, count=13):
    """Numbers with so many digits as a comparison to 1e-9 can use."""
    return [float(f"%.{count}g" % value) for value in np.asarray(values).ravel()]


def spike_steps(monitor, dt):
    """Steps of spikes, neuron by neuron; dt in s."""
    steps = [[] for _ in range(len(monitor.source))]
    for neuron, time in zip(monitor.i, np.asarray(monitor.t)):
        steps[int(neuron)].append(int(round(time / dt)))
    return steps


def save(name, **numbers):
    path = os.path.join(os.environ.get("OUT", FOLDER), f"{name}.json")
    with open(path, "w") as file:
        json.dump({"about": ABOUT, **numbers}, file, separators=(",", ":"))
    print(name, os.path.getsize(path), "bytes", flush=True)


def ten_seeds(name, measure):
    """Runs a random model with ten seeds; `measure` makes one run and gives a record of numbers."""
    rows = []
    for seed in range(10):
        brian2.seed(seed)
        np.random.seed(seed)
        brian2.start_scope()
        rows.append(measure())
        print(name, seed, rows[-1], file=sys.stderr, flush=True)
    save(name, values={key: digits([row[key] for row in rows], 8) for key in rows[0]})


def mean_cv(monitor, least=3):
    """Mean coefficient of variation of the intervals, of neurons with so many spikes."""
    of_each = []
    for train in monitor.spike_trains().values():
        intervals = np.diff(np.asarray(train))
        if len(intervals) + 1 >= least:
            of_each.append(intervals.std() / intervals.mean())
    return float(np.mean(of_each)) if of_each else 0.0
