"""The noisy AdEx network in Brian 2: the peer of test/bench/engine.mjs. Prints seconds as JSON."""
import json
import sys
import tempfile
import time

from brian2 import *

target, T = sys.argv[1], float(sys.argv[2]) * second
folder = tempfile.mkdtemp()
if target == "standalone":
    set_device("cpp_standalone", directory=folder, build_on_run=False)
else:
    prefs.codegen.target = target
C, gL, EL, VT, DT = 104 * pF, 4.3 * nS, -65 * mV, -52 * mV, 0.8 * mV
Vs, Vr, a, b = 40 * mV, -53 * mV, -0.8 * nS, 65 * pA
tau_w, Ee, Ei, tau_g = 88 * ms, 0 * mV, -80 * mV, 7 * ms
Iext = 8 * pA * sqrt(second)
eqs = """
dV/dt = (-gL*(V - EL) + gL*DT*exp((V - VT)/DT) - I - w - Iext*xi)/C : volt
dw/dt = (a*(V - EL) - w)/tau_w : amp
I = ge*(V - Ee) + gi*(V - Ei) : amp
dge/dt = -ge/tau_g : siemens
dgi/dt = -gi/tau_g : siemens
"""
N, Ne, p = 100, 80, 0.05
we = 10 * nS / (N * p)
wi = 4 * we
G = NeuronGroup(N, eqs, threshold="V > Vs", reset="V = Vr; w += b", method="euler")
G.V = EL
seed(1234)
Se = Synapses(G[:Ne], G, on_pre="ge += we")
Si = Synapses(G[Ne + 1 :], G, on_pre="gi += wi")
Se.connect(condition="i != j", p=p)
Si.connect(condition="(i + Ne + 1) != j", p=p)
M, S = StateMonitor(G, ["V"], record=[0]), SpikeMonitor(G)
net = Network(G, Se, Si, M, S)
compile_time = 0.0
start = time.perf_counter()
net.run(T)
run_time = time.perf_counter() - start
if target == "standalone":
    start = time.perf_counter()
    device.build(run=False, compile=True, directory=folder)
    compile_time = time.perf_counter() - start
    start = time.perf_counter()
    device.run(directory=folder, with_output=False, run_args=[])
    run_time = time.perf_counter() - start
print(json.dumps({"compile": compile_time, "run": run_time}))
