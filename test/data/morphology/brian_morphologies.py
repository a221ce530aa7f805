"""Eight morphologies as Brian 2 computes them: what src/morphology must agree with to 1e-12."""
import tempfile

from reference import *  # noqa: F403


def cylinder(diameter, n, length=None, children=None, **places):
    size = {"length": length} if length is not None else places
    return {"kind": "cylinder", "diameter": diameter, "n": n, **size, "children": children or {}}


def section(diameters, lengths=None, children=None, **places):
    size = {"lengths": lengths} if lengths is not None else places
    return {"kind": "section", "diameters": diameters, **size, "children": children or {}}


def soma(diameter, children=None, **places):
    return {"kind": "soma", "diameter": diameter, **places, "children": children or {}}


def binary(depth, diameter, length):
    children = {} if depth == 0 else {name: binary(depth - 1, diameter / 2 ** (2 / 3), length / 2 ** (1 / 3)) for name in "LR"}
    return cylinder(diameter, 2, length, children)


TREES = {
    "sphere": soma(30e-6),
    "placed_sphere": soma(17e-6, x=3e-6, y=-2e-6, z=1e-6),
    "cylinder": cylinder(1e-6, 7, 300e-6),
    "cones": section([5e-6, 4.1e-6, 3e-6, 3.3e-6, 0.7e-6], [10e-6, 2.5e-6, 31e-6, 8e-6]),
    "ball_and_sticks": soma(30e-6, {
        "axon": cylinder(1e-6, 10, 300e-6),
        "L": cylinder(1e-6, 5, 100e-6, {"L": cylinder(0.4e-6, 2, 20e-6), "R": section([0.6e-6, 0.3e-6], [40e-6])}),
        "R": cylinder(1.5e-6, 5, 150e-6)}),
    "binary_tree": binary(4, 16e-6, 32e-6),
    "in_space": soma(20e-6, {
        "axon": cylinder(1e-6, 4, x=[0, 30e-6], y=[0, -40e-6], children={
            "tip": section([1e-6, 0.8e-6, 0.5e-6], x=[0, 5e-6, 9e-6], y=[0, 1e-6, -1e-6], z=[0, 2e-6, 7e-6])}),
        "apical": cylinder(2e-6, 3, z=[10e-6, 90e-6])}, x=1e-6, y=2e-6, z=3e-6),
    "some_in_space": cylinder(3e-6, 3, x=[0, 10e-6], y=[0, 10e-6], children={
        "nowhere": cylinder(1e-6, 2, 20e-6, {"again": cylinder(0.5e-6, 2, x=[0, 7e-6])})}),
}

SWC = {
    "one_point_soma": """# a soma of one point
1 1 0 0 0 10 -1
2 2 0 -15 0 0.5 1
3 2 0 -30 1 0.4 2
4 2 3 -45 2 0.3 3
5 3 12 4 0 1.5 1
6 3 24 8 1 1.2 5
7 3 30 14 1 0.8 6
8 3 36 20 2 0.5 7
9 3 33 2 0 0.7 6
10 4 0 20 0 2 1
11 4 0 60 0 1.5 10
12 4 -20 80 5 0.9 11
13 4 20 85 -5 0.8 11
14 3 -14 -3 0 1.1 1
15 3 -30 -9 0 0.6 14
""",
    "three_point_soma": """1 1 0 0 0 8 -1
2 1 0 -8 0 8 1
3 1 0 8 0 8 1
4 3 0 20 0 1 1
5 3 5 30 0 0.8 4
6 2 0 -25 0 0.5 1
7 2 0 -35 0 0.4 6
""",
    "cylinders_as_soma": """1 1 0 0 0 6 -1
2 1 5 0 0 8 1
3 1 10 0 0 5 2
4 3 20 0 0 1 3
5 3 30 5 0 0.9 4
6 2 10 -20 0 0.5 3
""",
    "two_point_soma": """1 1 0 0 0 6 -1
2 1 0 12 0 6 1
3 4 0 30 0 1.5 2
4 4 0 50 0 1.0 3
""",
    "without_soma": """1 3 0 0 0 1 -1
2 3 10 0 0 1 1
3 3 20 0 0 0.9 2
4 3 25 10 0 0.5 3
5 3 25 -10 0 0.5 3
6 2 20 0 15 0.4 3
""",
}

PER_COMPARTMENT = ["area", "volume", "length", "diameter", "distance", "r_length_1", "r_length_2"]


def dumped(morphology):
    """All arrays of a tree in Brian's order: depth first, each section before its children."""
    data = {name: [] for name in [*PER_COMPARTMENT, *("start_" + a for a in "xyz"), *"xyz", *("end_" + a for a in "xyz")]}
    sections = []

    def walk(part, path, parent):
        first = len(data["area"])
        sections.append({"path": path, "first": first, "n": int(part.n), "parent": parent,
                         "end_distance": float(part.end_distance / METER)})
        own = len(sections) - 1
        for name, values in data.items():
            found = getattr(part, name)
            values.extend([None] * part.n if found is None else numbers(found))
        for child in part.children:
            walk(child, path + [part.children.name(child)], own)

    walk(morphology, [], -1)
    return {"sections": sections, **data}


def places(tree, path, lengths, stretches):
    """Which compartments lie at lengths of a section, and between pairs of them."""
    part = section_of(build(tree), path)
    return {"path": path,
            "at": [[length, int(np.ravel(part[length * METER]._indices())[0])] for length in lengths],
            "between": [[a, b, [int(i) for i in np.ravel(part[a * METER:b * METER]._indices())]] for a, b in stretches]}


cases = {name: {"tree": tree, **dumped(build(tree))} for name, tree in TREES.items()}
for name, text in SWC.items():
    with tempfile.NamedTemporaryFile("w", suffix=".swc") as file:
        file.write(text)
        file.flush()
        cases["swc_" + name] = {"swc": text, **dumped(b2.Morphology.from_file(file.name))}

# Brian lays out only trees that begin with a soma (others divide by zero)
laid_out = {name: dumped(build(TREES[name]).generate_coordinates()) for name in ("ball_and_sticks",)}

write("brian_morphologies.json", {
    "simulator": "Brian 2 " + b2.__version__,
    "cases": cases,
    "generated_coordinates": laid_out,
    "places": {
        "ball_and_sticks": places(TREES["ball_and_sticks"], "axon", [0, 1e-6, 30e-6, 45e-6, 89.9e-6, 90e-6, 299e-6],
                                  [[0, 300e-6], [30e-6, 60e-6], [31e-6, 59e-6], [0, 1e-6], [45e-6, 45.1e-6], [270e-6, 300e-6]]),
        "cones": places(TREES["cones"], "", [0, 5e-6, 10e-6, 11e-6, 12.5e-6, 43e-6, 51e-6],
                        [[0, 51.5e-6], [10e-6, 12.5e-6], [11e-6, 44e-6]]),
    },
})
