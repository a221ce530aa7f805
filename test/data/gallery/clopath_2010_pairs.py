"""Voltage-based plasticity at pairs of spikes, 10 ms apart, at seven rates (figure 2b of the paper)."""
from brian2 import *
from reference import digits, save, spike_steps

VALUES = dict(gL=30*nS, C=300*pF, rest=-70*mV, tau1=40*ms, tau2=30*ms, taux=15*ms, gmax=0.5*nS, LTD=1.5e-4, LTP=1.5e-2)
RATES = [1, 5, 10, 15, 20, 30, 50]

traces, spikes, final = {}, [], []
for rate in RATES:
    start_scope()
    neurons = NeuronGroup(2, """dv/dt = (gL*(rest - v) - g*v)/C : volt
        dv1/dt = (v - v1)/tau1 : volt
        dv2/dt = (v - v2)/tau2 : volt
        dg/dt = -g/(2*ms) : siemens
        dtrace/dt = -trace/taux : 1""", threshold="v > -50*mV", reset="v = rest; trace += ms/taux", method="euler", namespace=VALUES)
    pair = Synapses(neurons, neurons, "w : 1", namespace=VALUES,
        on_pre="""g_post += w*gmax
            w = clip(w - LTD*clip(v1_post/mV + 70, 0, inf), 0, 1)""",
        on_post="""v1_post += 10*mV
            v2_post += 10*mV
            w = clip(w + LTP*trace_pre*clip(v2_post/mV + 70, 0, inf), 0, 1)""")
    pair.connect("i != j")
    for name in ("v", "v1", "v2"):
        setattr(neurons, name, VALUES["rest"])
    pair.w = 0.5
    monitor = SpikeMonitor(neurons)
    of_neurons = StateMonitor(neurons, ["v1", "v2", "trace"], record=True)
    of_pair = StateMonitor(pair, "w", record=True)
    network = Network(neurons, pair, monitor, of_neurons, of_pair)
    for _ in range(15):
        neurons.v[0] = -49*mV
        network.run(10*ms)
        neurons.v[1] = -49*mV
        network.run(1000/rate*ms - 10*ms)
    final.append(np.array(pair.w))
    spikes += spike_steps(monitor, 1e-4)
    if rate == 50:
        traces = {"first": digits(of_neurons.v1[0][::20]), "second": digits(of_neurons.v2[1][::20]), "trace": digits(of_neurons.trace[0][::20])}
traces["prePost"], traces["postPre"] = digits([w[0] for w in final]), digits([w[1] for w in final])
save("clopath_2010_pairs", spikes=spikes, traces=traces)
