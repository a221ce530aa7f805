"""Builds what a script of test/data/gallery simulates as programs of Brian 2's C++ standalone mode: the peers of gallery.mjs.

Arguments: the model, a folder. Each simulation gets a folder in it. Each program runs once, as the script needs its results.
Prints the folders, and the seconds that compiling took, as JSON.
"""
import json
import os
import runpy
import sys
import time

name, folder = sys.argv[1:]
data = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "gallery")
sys.path.insert(0, data)
os.environ["OUT"] = folder

import brian2
import numpy as np
import reference

programs = []
compiling = 0.0


def next_program():
    return os.path.join(folder, f"{name}{len(programs)}")


def start_scope():
    """What begins another simulation: in this mode a program of its own, with the same step."""
    step = brian2.defaultclock.dt
    brian2.device.reinit()
    brian2.device.activate(build_on_run=True, directory=next_program())
    brian2.defaultclock.dt = step


def with_time(compile):
    def timed(*args, **options):
        global compiling
        start = time.perf_counter()
        compile(*args, **options)
        compiling += time.perf_counter() - start
        programs.append(brian2.device.project_dir)
    return timed


def one_run(name, measure):
    """In place of the ten of a random model."""
    brian2.start_scope()
    measure()


reference.ten_seeds = one_run
brian2.set_device("cpp_standalone", build_on_run=True, directory=next_program())
device = brian2.get_device()
device.compile_source = with_time(device.compile_source)
brian2.start_scope = start_scope
runpy.run_path(os.path.join(data, f"{name}.py"), run_name="__main__")

# the same work: numbers of deterministic models are those of the reference
with open(os.path.join(data, f"{name}.json")) as file:
    expected = json.load(file).get("traces", {})
if expected:
    with open(os.path.join(folder, f"{name}.json")) as file:
        found = json.load(file)["traces"]
    for trace, values in expected.items():
        apart = np.max(np.abs(np.subtract(found[trace], values)))
        if not apart < 1e-3*np.max(np.abs(values)):
            sys.exit(f"{trace} differs from the reference by {apart}")
print(json.dumps({"programs": programs, "compiling": compiling}))
