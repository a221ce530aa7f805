"""What the scripts beside this one share: morphologies and recordings of Brian 2 as plain data.

Run each script with Debian's python3-brian: `/usr/bin/python3 test/data/morphology/brian_cells.py`.
"""
import json
import os
import warnings

warnings.filterwarnings("ignore")
import numpy as np  # noqa: E402
import brian2 as b2  # noqa: E402

b2.prefs.codegen.target = "numpy"
HERE = os.path.dirname(os.path.abspath(__file__))
METER = b2.meter


def build(tree):
    """A Brian morphology of plain data: lengths in metres, children by name, in order."""
    kind = tree["kind"]
    places = {axis: np.array(tree[axis]) * METER for axis in "xyz" if axis in tree}
    if kind == "soma":
        places = {axis: value.item() * METER for axis, value in places.items()}
        made = b2.Soma(diameter=tree["diameter"] * METER, **places)
    elif kind == "cylinder":
        size = {"length": tree["length"] * METER} if "length" in tree else places
        made = b2.Cylinder(diameter=tree["diameter"] * METER, n=tree["n"], **size)
    else:
        diameters = np.array(tree["diameters"])
        size = {"length": np.array(tree["lengths"]) * METER} if "lengths" in tree else places
        made = b2.Section(diameter=diameters * METER, n=len(diameters) - 1, **size)
    for name, child in tree.get("children", {}).items():
        made[name] = build(child)
    return made


def section_of(morphology, path):
    for name in path.split(".") if path else []:
        morphology = morphology[name]
    return morphology


def numbers(values):
    """Numbers with all their digits: Python writes the shortest text that reads back the same."""
    return [float(value) for value in np.asarray(values).ravel()]


def write(name, data):
    path = os.path.join(HERE, name)
    with open(path + ".tmp", "w") as file:
        json.dump(data, file, separators=(",", ":"))
        file.write("\n")
    os.replace(path + ".tmp", path)
    print(name, os.path.getsize(path))
