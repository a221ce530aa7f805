"""Membrane voltages of compartmental models by Brian 2, for the cable solver to be compared with.

The models are those of Brian's gallery (examples/compartmental) with fewer compartments, and a cable
with a sinusoidal current (attenuation with frequency). Each file names the morphology, the
equations as Brian was given them, all parameters in SI units, what was done when, and v at places
over time: as recorded at the start of a step, that is before the step's update, at full precision.

A step of Brian's SpatialNeuron: all other state variables are updated first, with the old v (order 0);
then v, by backward Euler in the voltage and the conductance that the updated variables give (order 1);
then threshold, synapses, resets.
"""
import sys

from reference import *  # noqa: F403
from brian2 import (  # noqa: F401
    Network, NeuronGroup, SpatialNeuron, SpikeMonitor, StateMonitor, Synapses,
    Hz, amp, cm, defaultclock, farad, meter, mm, ms, nS, nA, mV, ohm, second, siemens, uA, um, volt, start_scope,
)

CM = 0.01  # F/m^2
GL = 1.0  # S/m^2, 1e-4 S/cm^2
EL = -0.07  # V
PASSIVE = "Im = gL*(EL - v) : amp/meter**2\nI : amp (point current)"
PASSIVE_SPACE = {"gL": GL * siemens / meter**2, "EL": EL * volt}


def cylinder(diameter, length, n, **children):
    return {"kind": "cylinder", "diameter": diameter, "length": length, "n": n, "children": children}


def soma(diameter, **children):
    return {"kind": "soma", "diameter": diameter, "children": children}


def index_of(morphology, place):
    path, what = place
    section = section_of(morphology, path)
    item = what if isinstance(what, int) else what * meter
    return int(np.ravel(section[item]._indices())[0])


def simulate(name, tree, equations, namespace, dt, protocol, places, every, Ri, v0=EL, method=None,
             initial=(), set_up=None, variables=("v",), **options):
    """protocol: [(duration, {variable: [(place, value)]})]; places: [(path, index or distance)]."""
    start_scope()
    defaultclock.dt = dt * second
    morphology = build(tree)
    neuron = SpatialNeuron(
        morphology=morphology, model=equations, Cm=CM * farad / meter**2, Ri=Ri * ohm * meter,
        namespace=namespace, **({"method": method} if method else {}),
        **{key: (morphology[value * meter] if key == "threshold_location" else value)
           for key, value in options.items()},
    )
    neuron.v = v0 * volt if np.isscalar(v0) else np.array(v0) * volt
    for variable, value in initial:
        setattr(neuron, variable + "_", value)
    objects = [neuron]
    more = set_up(neuron, morphology, objects) if set_up else {}
    indices = [index_of(morphology, place) for place in places]
    monitor = StateMonitor(neuron, list(variables), record=sorted(set(indices)), dt=every * dt * second)
    spikes = SpikeMonitor(neuron) if "threshold" in options else None
    network = Network(objects, monitor, *([spikes] if spikes is not None else []))
    for duration, changes in protocol:
        for variable, values in changes.items():
            array = np.zeros(neuron.N)
            for place, value in values:
                array[index_of(morphology, place)] = value
            setattr(neuron, variable + "_", array)
        network.run(duration * second)
    row = {index: k for k, index in enumerate(sorted(set(indices)))}
    data = {
        "name": name, "simulator": "Brian 2 " + b2.__version__, "target": "numpy",
        "morphology": tree, "equations": equations, "Cm": CM, "Ri": Ri, "dt": dt,
        "parameters": {key: float(value) for key, value in namespace.items()},
        "method": method or "exact",
        "initial": {"v": v0, **{key: (value if np.isscalar(value) else numbers(value)) for key, value in initial}},
        "options": options,
        "protocol": [{"duration": duration, "set": {
            variable: [{"path": place[0], "at": place[1], "compartment": index_of(morphology, place), "value": value}
                       for place, value in values] for variable, values in changes.items()}}
            for duration, changes in protocol],
        "compartments": int(neuron.N),
        "places": [{"path": place[0], "at": place[1], "compartment": index} for place, index in zip(places, indices)],
        "t": numbers(monitor.t / second),
    }
    for variable in variables:
        values = np.asarray(getattr(monitor, variable))
        data[variable] = [numbers(values[row[index]]) for index in indices]
    data["final_v"] = numbers(neuron.v / volt)
    if spikes is not None:
        data["spikes"] = {"t": numbers(spikes.t / second), "i": [int(i) for i in spikes.i]}
    data.update({key: (value() if callable(value) else value) for key, value in more.items()})
    write(f"brian_{name}.json", data)


def infinite_cable():
    tree = cylinder(1e-6, 3e-3, 201)
    middle = [(("", 100), 0.2e-9)]
    simulate("infinite_cable", tree, PASSIVE, PASSIVE_SPACE, 1e-4,
             [(1e-3, {}), (1e-3, {"I": middle}), (20e-3, {"I": []})],
             [("", k) for k in (0, 60, 80, 90, 100, 130)], 2, Ri=1.0)


def short_cylinder():
    simulate("cylinder", cylinder(1e-6, 300e-6, 60), PASSIVE, PASSIVE_SPACE, 1e-4,
             [(100e-3, {"I": [(("", 0), 0.02e-9)]})], [("", k) for k in (0, 15, 30, 59)], 10, Ri=1.5)


def rall():
    d, d1, l1 = 1e-6, 0.5e-6, 200e-6
    d2 = (d**1.5 - d1**1.5) ** (1 / 1.5)
    l2 = l1 * (d2 / d1) ** 0.5  # the same length in space constants
    tree = cylinder(d, 300e-6, 60, L=cylinder(d1, l1, 40), R=cylinder(d2, l2, 40))
    simulate("rall", tree, PASSIVE, PASSIVE_SPACE, 1e-4, [(100e-3, {"I": [(("", 0), 0.02e-9)]})],
             [("", 0), ("", 59), ("L", 0), ("L", 39), ("R", 0), ("R", 39)], 10, Ri=1.5)


HODGKIN_HUXLEY = """Im = gl*(El - v) + gNa*m**3*h*(ENa - v) + gK*n**4*(EK - v) : amp/meter**2
I : amp (point current)
dm/dt = alpham*(1 - m) - betam*m : 1
dn/dt = alphan*(1 - n) - betan*n : 1
dh/dt = alphah*(1 - h) - betah*h : 1
alpham = (0.1/mV)*(-v + 25*mV)/(exp((-v + 25*mV)/(10*mV)) - 1)/ms : Hz
betam = 4*exp(-v/(18*mV))/ms : Hz
alphah = 0.07*exp(-v/(20*mV))/ms : Hz
betah = 1/(exp((-v + 30*mV)/(10*mV)) + 1)/ms : Hz
alphan = (0.01/mV)*(-v + 10*mV)/(exp((-v + 10*mV)/(10*mV)) - 1)/ms : Hz
betan = 0.125*exp(-v/(80*mV))/ms : Hz
gNa : siemens/meter**2"""
SQUID = {"El": 10.613e-3 * volt, "ENa": 0.115 * volt, "EK": -0.012 * volt,
         "gl": 3.0 * siemens / meter**2, "gK": 360.0 * siemens / meter**2}
SQUID_START = [("h", 1.0), ("m", 0.0), ("n", 0.5)]


def hodgkin_huxley():
    tree = cylinder(2 * 238e-6, 0.1, 200)
    first = [(("", 0), 1e-6)]
    simulate("hodgkin_huxley", tree, HODGKIN_HUXLEY, SQUID, 1e-5,
             [(20e-3, {}), (3e-3, {"I": first}), (20e-3, {"I": []})],
             [("", 0), ("", 0.02), ("", 0.05), ("", 0.08), ("", 199)], 10, Ri=0.354, v0=0.0,
             method="exponential_euler", initial=[*SQUID_START, ("gNa", 1200.0)],
             variables=("v", "m"), threshold="m > 0.5", refractory="m > 0.4", threshold_location=0.05)


def hodgkin_huxley_everywhere():
    tree = cylinder(2 * 238e-6, 0.1, 100)
    first = [(("", 0), 1e-6)]
    simulate("hodgkin_huxley_everywhere", tree, HODGKIN_HUXLEY, SQUID, 1e-5,
             [(20e-3, {}), (3e-3, {"I": first}), (17e-3, {"I": []})], [("", 0), ("", 50), ("", 99)], 20,
             Ri=0.354, v0=0.0, method="exponential_euler", initial=[*SQUID_START, ("gNa", 1200.0)],
             threshold="m > 0.5", refractory="m > 0.4")


def lfp():
    tree = {"kind": "cylinder", "diameter": 2 * 238e-6, "n": 100, "x": [0, 0.1]}
    gNa = np.full(100, 1200.0)
    gNa[50:] = 0

    def electrodes(neuron, morphology, objects):
        group = NeuronGroup(5, "v : volt\nx : meter\ny : meter\nz : meter", name="electrodes")
        group.x, group.y = 7 * cm, np.array([1, 2, 4, 8, 16]) * mm
        synapses = Synapses(neuron, group, """w : ohm*meter**2 (constant)
                                              v_post = w*(Ic_pre - Im_pre) : volt (summed)""")
        synapses.summed_updaters["v_post"].when = "after_groups"
        synapses.connect()
        synapses.namespace.update({**SQUID, "sigma": 0.3 * siemens / meter})
        synapses.w = ("area_pre/(4*pi*sigma)/((x_pre-x_post)**2+(y_pre-y_post)**2+(z_pre-z_post)**2)**.5")
        recorded = StateMonitor(group, "v", record=True, dt=0.1 * ms)
        objects.extend([group, synapses, recorded])
        return {"electrodes": {"x": 0.07, "y": [0.001, 0.002, 0.004, 0.008, 0.016], "z": 0.0, "sigma": 0.3,
                               "formula": "sum over compartments of area*(Ic - Im)/(4*pi*sigma*distance), Ic = "
                                          "Cm*(v - v before the step)/dt, Im at the new v and gates"},
                "lfp": lambda: [numbers(row) for row in np.asarray(recorded.v)]}

    simulate("lfp", tree, HODGKIN_HUXLEY, SQUID, 1e-5,
             [(20e-3, {}), (3e-3, {"I": [(("", 0), 1e-6)]}), (17e-3, {"I": []})],
             [("", k) for k in (0, 25, 49, 50, 75, 99)], 20, Ri=0.354, v0=0.0, method="exponential_euler",
             initial=[*SQUID_START, ("gNa", gNa)], set_up=electrodes)


def bipolar_cell():
    tree = soma(30e-6, axon=cylinder(1e-6, 300e-6, 30), L=cylinder(1e-6, 100e-6, 20), R=cylinder(1e-6, 150e-6, 20))
    simulate("bipolar_cell", tree, PASSIVE, PASSIVE_SPACE, 1e-4,
             [(1e-3, {}), (5e-3, {"I": [(("L", 50e-6), 0.2e-9)]}), (30e-3, {"I": []})],
             [("", 0), ("axon", 29), ("L", 50e-6), ("L", 19), ("R", 75e-6)], 2, Ri=1.0)


BIPOLAR = soma(30e-6, L=cylinder(1e-6, 100e-6, 20), R=cylinder(1e-6, 100e-6, 20))
BIPOLAR_PLACES = [("", 0), ("L", 0), ("L", 10), ("L", 19), ("R", 19)]
INPUTS = {"rate": "dx/dt = 300*Hz : 1", "threshold": "x>1", "reset": "x=0", "x0": [0, 0.5],
          "to": [{"path": "L", "at": 19}, {"path": "R", "at": 19}], "w": 20e-9, "taus": 1e-3}


def stimulation(objects):
    group = NeuronGroup(2, "dx/dt = 300*Hz : 1", threshold="x>1", reset="x=0", method="euler", name="stimulation")
    group.x = [0, 0.5]
    spikes = SpikeMonitor(group)
    objects.extend([group, spikes])
    return group, lambda: {"t": numbers(spikes.t / second), "i": [int(i) for i in spikes.i]}


def bipolar_with_inputs():
    """The conductance is summed over synapses, each with its own."""
    def connect(neuron, morphology, objects):
        group, spikes = stimulation(objects)
        synapses = Synapses(group, neuron, "dg/dt = -g/taus : siemens (clock-driven)\ngs_post = g : siemens (summed)",
                            on_pre="g += w", method="exact", namespace={"taus": 1 * ms, "w": 20 * nS})
        synapses.connect(i=0, j=int(morphology.L[-1]._indices()))
        synapses.connect(i=1, j=int(morphology.R[-1]._indices()))
        objects.append(synapses)
        return {"inputs": INPUTS, "synapses": "dg/dt = -g/taus; gs_post = g (summed); on_pre g += w", "input_spikes": spikes}

    equations = "Im = gL*(EL - v) : amp/meter**2\nIs = gs*(Es - v) : amp (point current)\ngs : siemens"
    simulate("bipolar_with_inputs", BIPOLAR, equations, {**PASSIVE_SPACE, "Es": 0 * volt}, 1e-4, [(30e-3, {})],
             BIPOLAR_PLACES, 1, Ri=1.0, set_up=connect, variables=("v", "gs"))


def bipolar_with_inputs2():
    """The conductance is a variable of the compartment that each spike adds to."""
    def connect(neuron, morphology, objects):
        group, spikes = stimulation(objects)
        synapses = Synapses(group, neuron, on_pre="gs += w", namespace={"w": 20 * nS})
        synapses.connect(i=0, j=int(morphology.L[-1]._indices()))
        synapses.connect(i=1, j=int(morphology.R[-1]._indices()))
        objects.append(synapses)
        return {"inputs": INPUTS, "synapses": "on_pre gs += w", "input_spikes": spikes}

    equations = ("Im = gL*(EL - v) : amp/meter**2\nIs = gs*(Es - v) : amp (point current)\n"
                 "dgs/dt = -gs/taus : siemens")
    simulate("bipolar_with_inputs2", BIPOLAR, equations, {**PASSIVE_SPACE, "Es": 0 * volt, "taus": 1 * ms}, 1e-4,
             [(30e-3, {})], BIPOLAR_PLACES, 1, Ri=1.0, set_up=connect, variables=("v", "gs"))


def spike_initiation():
    tree = soma(30e-6, axon=cylinder(1e-6, 300e-6, 100))
    equations = """Im = gL*(EL - v) + gNa*m*h*(ENa - v) + gK*n*(EK - v) : amp/meter**2
dm/dt = (minf - m)/(0.3*ms) : 1
dh/dt = (hinf - h)/(3*ms) : 1
dn/dt = (ninf - n)/(5*ms) : 1
minf = 1/(1 + exp((va - v)/ka)) : 1
hinf = 1/(1 + exp((v - vi)/ki)) : 1
ninf = 1/(1 + exp((vk - v)/kk)) : 1
I : amp (point current)
gNa : siemens/meter**2
gK : siemens/meter**2"""
    space = {**PASSIVE_SPACE, "ENa": 0.05 * volt, "ka": 6e-3 * volt, "ki": 6e-3 * volt, "va": -30e-3 * volt,
             "vi": -50e-3 * volt, "EK": -90e-3 * volt, "vk": -20e-3 * volt, "kk": 8e-3 * volt}
    g = np.zeros(101)
    g[build(tree).axon[30 * um:60 * um]._indices()] = 700 * GL
    simulate("spike_initiation", tree, equations, space, 2.5e-5,
             [(1e-3, {}), (30e-3, {"I": [(("", 0), 0.15e-9)]}), (20e-3, {"I": []})],
             [("", 0), ("axon", 19), ("axon", 39), ("axon", 59), ("axon", 99)], 8, Ri=1.0, v0=-0.065,
             method="exponential_euler", initial=[("gNa", g), ("gK", g)])


def morphotest():
    tree = soma(30e-6, L=cylinder(1e-6, 100e-6, 5, L=cylinder(1e-6, 20e-6, 2)), R=cylinder(1e-6, 100e-6, 5))
    morphology = build(tree)
    simulate("morphotest", tree, "Im = gL*(EL - v) : amp/meter**2", PASSIVE_SPACE, 1e-4, [(2e-3, {})],
             [("", 0), ("L", 0), ("L", 4), ("L.L", 0), ("L.L", 1), ("R", 0), ("R", 4)], 1, Ri=1.0,
             v0=[k * 1e-3 for k in range(13)],
             set_up=lambda *_: {"indices": {path: [int(i) for i in np.ravel(section_of(morphology, path).indices[:])]
                                            for path in ("", "L", "L.L", "R")}})


def attenuation():
    """A sinusoidal current at the sealed end of a cable, for each of some frequencies."""
    for frequency in (10.0, 100.0):
        equations = ("Im = gL*(EL - v) : amp/meter**2\nI = I0*sin(2*pi*frequency*t) : amp (point current)\n"
                     "I0 : amp")
        simulate(f"attenuation_{frequency:.0f}Hz", cylinder(1e-6, 1e-3, 100), equations,
                 {**PASSIVE_SPACE, "frequency": frequency * Hz}, 1e-4, [(0.1, {"I0": [(("", 0), 20e-12)]})],
                 [("", k) for k in (0, 25, 50, 99)], 5, Ri=1.0)


def channels_in_branches():
    """Cones, branches of different diameters, a soma with channels: all that the solver meets at once."""
    cone = {"kind": "section", "diameters": [4e-6, 3e-6, 2.5e-6, 2e-6, 1.2e-6], "lengths": [20e-6, 30e-6, 25e-6, 40e-6],
            "children": {"L": cylinder(0.8e-6, 120e-6, 6), "M": cylinder(0.6e-6, 80e-6, 4),
                         "R": {"kind": "section", "diameters": [1e-6, 0.7e-6, 0.5e-6], "lengths": [50e-6, 60e-6]}}}
    tree = soma(20e-6, apical=cone, axon=cylinder(1e-6, 200e-6, 20))
    total = build(tree).total_compartments
    gNa = np.where(np.arange(total) == 0, 1200.0, 300.0)
    simulate("channels_in_branches", tree, HODGKIN_HUXLEY, SQUID, 1e-5,
             [(5e-3, {}), (1e-3, {"I": [(("apical.R", 1), 0.5e-9)]}), (10e-3, {"I": []})],
             [("", 0), ("apical", 3), ("apical.L", 5), ("apical.M", 3), ("apical.R", 1), ("axon", 19)], 20, Ri=1.5,
             v0=0.0, method="exponential_euler", initial=[("h", 0.596), ("m", 0.053), ("n", 0.318), ("gNa", gNa)])


CASES = [infinite_cable, short_cylinder, rall, hodgkin_huxley, hodgkin_huxley_everywhere, lfp, bipolar_cell,
         bipolar_with_inputs, bipolar_with_inputs2, spike_initiation, morphotest, attenuation, channels_in_branches]

if __name__ == "__main__":
    for case in CASES:
        if len(sys.argv) < 2 or case.__name__ in sys.argv[1:]:
            case()
