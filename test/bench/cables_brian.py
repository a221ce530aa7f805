"""A cable with Hodgkin and Huxley's channels in Brian 2's C++ standalone mode: the peer of cables.mjs.

Arguments: compartments, length in um, steps. Prints seconds of CPU time of the compiled program, the least of five, as JSON.
"""
import json
import os
import subprocess
import sys
import tempfile

from brian2 import *

n, length, steps = int(sys.argv[1]), float(sys.argv[2]) * um, int(sys.argv[3])
folder = tempfile.mkdtemp()
set_device("cpp_standalone", directory=folder, build_on_run=False)
defaultclock.dt = 5 * us
gL, EL, ENa, EK = 0.25 * siemens / meter**2, -65 * mV, 50 * mV, -77 * mV
gNa, gK = 1200 * siemens / meter**2, 360 * siemens / meter**2
eqs = """
Im = gL*(EL - v) + gNa*m**3*h*(ENa - v) + gK*n**4*(EK - v) : amp/meter**2
I : amp (point current)
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
alpha_m = 1/exprel(-(v + 40*mV)/(10*mV))/ms : Hz
beta_m = 4*exp(-(v + 65*mV)/(18*mV))/ms : Hz
alpha_h = 0.07*exp(-(v + 65*mV)/(20*mV))/ms : Hz
beta_h = 1/(exp(-(v + 35*mV)/(10*mV)) + 1)/ms : Hz
alpha_n = 0.1/exprel(-(v + 55*mV)/(10*mV))/ms : Hz
beta_n = 0.125*exp(-(v + 65*mV)/(80*mV))/ms : Hz
"""
neuron = SpatialNeuron(
    morphology=Cylinder(diameter=1 * um, length=length, n=n),
    model=eqs, method="exponential_euler", Cm=1 * uF / cm**2, Ri=100 * ohm * cm,
)
neuron.v, neuron.m, neuron.h, neuron.n = EL, 0.0529, 0.5961, 0.3177
neuron.I[0] = 0.1 * nA
run(steps * defaultclock.dt)
device.build(directory=folder, compile=True, run=False)


def once():
    before = os.times()
    subprocess.run([os.path.join(folder, "main")], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


print(json.dumps({"cpu": min(once() for _ in range(5))}))
