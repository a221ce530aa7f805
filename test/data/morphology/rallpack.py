"""Reduces the Rallpacks' published reference curves to the tables of rallpack.json.

Source: the Rallpacks' reference data (Bhalla, Bilitch and Bower 1992, "Rallpacks: a set of benchmarks for
neuronal simulators"), as Debian's python3-brian 2.5.1 installs them in brian2/tests/rallpack_data: the
theoretical solutions of 1 (cable) and 2 (branch), NEURON's of 3 (axon), each at both ends (0, x) every 50 us.
Kept are: v in V every 0.5 ms, and when the axon's v crosses 0 V upwards, between two samples in proportion.

    /usr/bin/python3 test/data/morphology/rallpack.py
"""
import json
import os

import brian2.tests

THERE = os.path.join(os.path.dirname(brian2.tests.__file__), "rallpack_data")
HERE = os.path.dirname(os.path.abspath(__file__))
FILES = {
    "cable": ("ref_cable.0", "ref_cable.x"),
    "branch": ("ref_branch.0", "ref_branch.x"),
    "axon": ("ref_axon.0.neuron", "ref_axon.x.neuron"),
}
STEP, EVERY = 5e-5, 10


def read(name):
    with open(os.path.join(THERE, name)) as file:
        rows = [tuple(map(float, line.split())) for line in file if line.strip()]
    assert len(rows) == 5001
    assert all(abs(t - k * STEP) < 1e-6 for k, (t, _) in enumerate(rows))
    return [v for _, v in rows]


def crossings(v):
    return [
        round((k + (0 - a) / (b - a)) * STEP, 9)
        for k, (a, b) in enumerate(zip(v, v[1:]))
        if a < 0 <= b
    ]


data = {
    name: [
        {"v": v[::EVERY], **({"crossings": crossings(v)} if name == "axon" else {})}
        for v in map(read, files)
    ]
    for name, files in FILES.items()
}
path = os.path.join(HERE, "rallpack.json")
with open(path + ".tmp", "w") as file:
    json.dump({"every": STEP * EVERY, **data}, file, separators=(",", ":"))
    file.write("\n")
os.replace(path + ".tmp", path)
print(os.path.getsize(path))
