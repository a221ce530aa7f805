"""One synapse with depression or facilitation, driven by regular spikes (figure 1 of the paper)."""
from brian2 import *
from reference import digits, save

DEPRESSING = dict(tau=40*ms, R=100*Mohm, A=250*pA, U=0.6, rec=800*ms, inact=3*ms)
FACILITATING = dict(tau=60*ms, R=1*Gohm, A=1540*pA, U=0.03, rec=130*ms, facil=530*ms, inact=1.5*ms)
CASES = dict(depressing=(DEPRESSING, 20, 1100, 1200), facilitating=(FACILITATING, 20, 1100, 1200), fast=(FACILITATING, 70, 375, 500))

traces = {}
for name, (values, frequency, stop, duration) in CASES.items():
    start_scope()
    neuron = NeuronGroup(1, "dv/dt = (R*I - v)/tau : volt\nI : amp", method="exact", namespace=values)
    times = np.arange(100, stop, 1000/frequency)*ms
    stimulus = SpikeGeneratorGroup(1, np.zeros(len(times), int), times)
    facilitates = "facil" in values
    synapse = Synapses(stimulus, neuron, """
        dx/dt = (1 - x - y)/rec : 1 (clock-driven)
        dy/dt = -y/inact : 1 (clock-driven)
        I_post = A*y : amp (summed)""" + ("\ndu/dt = -u/facil : 1 (clock-driven)" if facilitates else ""),
        on_pre="u += U*(1 - u); y += u*x; x -= u*x" if facilitates else "y += U*x; x -= U*x",
        method="exponential_euler", namespace=values)
    synapse.connect()
    synapse.x = 1
    of_neuron = StateMonitor(neuron, "v", record=True)
    of_synapse = StateMonitor(synapse, "x", record=[0])
    Network(neuron, stimulus, synapse, of_neuron, of_synapse).run(duration*ms)
    traces[name] = digits(of_neuron.v[0][::50])
    traces[f"{name}X"] = digits(of_synapse.x[0][::50])
save("tsodyks_pawelzik_markram_1998", traces=traces)
