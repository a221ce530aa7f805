"""The N-to-1 simulation in Brian 2: the peer of test/bench/nto1.mjs. Prints seconds as JSON."""
import json
import sys
import time

start = time.perf_counter()
from brian2 import *

imported = time.perf_counter() - start
prefs.codegen.target = sys.argv[1]
N, T, we = 6500, float(sys.argv[2]) * second, 14 * psiemens
wi, Ne = 4 * we, int(0.8 * N)
C, gL, EL, VT, DT = 104 * pF, 4.3 * nS, -65 * mV, -52 * mV, 0.8 * mV
Vs, Vr, a, b = 40 * mV, -53 * mV, -0.8 * nS, 65 * pA
tau_w, Ee, Ei, tau_g = 88 * ms, 0 * mV, -80 * mV, 7 * ms
eqs = """
dV/dt = (-gL*(V - EL) + gL*DT*exp((V - VT)/DT) - I - w)/C : volt
dw/dt = (a*(V - EL) - w)/tau_w : amp
I = ge*(V - Ee) + gi*(V - Ei) : amp
dge/dt = -ge/tau_g : siemens
dgi/dt = -gi/tau_g : siemens
"""


def simulate():
    seed(1)
    sigma = sqrt(0.6)
    rates = exp(randn(N) * sigma + log(4) - sigma**2 / 2) * Hz
    neuron = NeuronGroup(1, eqs, threshold="V > Vs", reset="V = Vr; w += b", method="euler")
    neuron.V = EL
    inputs = PoissonGroup(N, rates)
    excitatory = Synapses(inputs[:Ne], neuron, on_pre="ge += we")
    inhibitory = Synapses(inputs[Ne:], neuron, on_pre="gi += wi")
    excitatory.connect()
    inhibitory.connect()
    voltage, spikes = StateMonitor(neuron, "V", record=True), SpikeMonitor(neuron)
    net = Network(neuron, inputs, excitatory, inhibitory, voltage, spikes)
    begin = time.perf_counter()
    net.run(T, namespace=globals() | dict(we=we, wi=wi))
    return time.perf_counter() - begin, len(spikes.t)


first, _ = simulate()
second_run, count = simulate()
print(json.dumps({"import": imported, "first": first, "second": second_run, "spikes": count}))
