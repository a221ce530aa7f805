"""Working memory: 800 + 200 neurons, five groups of 80. All NMDA synapses of a neuron open alike, so each neuron has one, and a sum over all."""
from brian2 import *
from reference import ten_seeds

CELL = """dv/dt = (-gL*(v - VL) - gext*v*ext - gA*v*ampa - gN*v/(1 + exp(-0.062*v/mV)/3.57)*nmda - gG*(v - VL)*gaba)/C : volt (unless refractory)
    dext/dt = -ext/(2*ms) : 1
    dampa/dt = -ampa/(2*ms) : 1
    dgaba/dt = -gaba/(10*ms) : 1
    nmda : 1"""
OPEN = """
    ds/dt = -s/(100*ms) + 0.5/ms*x*(1 - s) : 1
    dx/dt = -x/(2*ms) : 1"""
VALUES_E = dict(VL=-70*mV, gL=25*nS, C=0.5*nF, gext=2.08*nS, gA=0.104*nS, gN=0.327*nS, gG=1.25*nS)
VALUES_I = dict(VL=-70*mV, gL=20*nS, C=0.2*nF, gext=1.62*nS, gA=0.081*nS, gN=0.258*nS, gG=0.973*nS)
PLUS, MINUS = 2.1, 1 - 0.1*1.1/0.9


def run_once():
    E = NeuronGroup(800, CELL + OPEN, threshold="v > -50*mV", reset="v = -55*mV; x += 1", refractory=2*ms, method="euler", namespace=VALUES_E)
    I = NeuronGroup(200, CELL, threshold="v > -50*mV", reset="v = -55*mV", refractory=1*ms, method="euler", namespace=VALUES_I)
    E.v = I.v = -70*mV
    group = np.maximum(np.arange(800)//80 - 5, -1)
    weights = np.where(group[None, :] < 0, 1.0, MINUS)*np.ones((800, 1))
    weights[(group[:, None] == group[None, :]) & (group[:, None] >= 0)] = PLUS
    weights[group < 0, :] = np.where(group[None, :] < 0, 1.0, MINUS)
    np.fill_diagonal(weights, 0)
    EE = Synapses(E, E, "w : 1 (constant)", on_pre="ampa_post += w")
    EE.connect("i != j")
    EE.w = weights[EE.i, EE.j]
    EI = Synapses(E, I, on_pre="ampa_post += 1")
    EI.connect()
    II = Synapses(I, I, on_pre="gaba_post += 1")
    II.connect("i != j")
    IE = Synapses(I, E, on_pre="gaba_post += 1")
    IE.connect()
    turned = weights.T.copy()

    @network_operation(when="start")
    def summed():
        s = E.variables["s"].get_value()
        E.variables["nmda"].set_value(turned @ s)
        I.variables["nmda"].set_value(np.full(200, s.sum()))

    first = TimedArray(np.arange(120) // 2 == 10, dt=25*ms)
    second_one = TimedArray(np.arange(120) // 2 == 30, dt=25*ms)
    names = dict(first=first, second_one=second_one)
    inputs = [PoissonInput(E, "ext", 800, 3*Hz, "1"), PoissonInput(I, "ext", 800, 3*Hz, "1"),
              PoissonInput(E[400:480], "ext", 80, 25*Hz, "first(t)"), PoissonInput(E[480:560], "ext", 80, 25*Hz, "second_one(t)")]
    spikes, inhibitory = SpikeMonitor(E), SpikeMonitor(I)
    Network(E, I, EE, EI, II, IE, summed, inputs, spikes, inhibitory).run(2.5*second, namespace=names)
    t, of = np.asarray(spikes.t), group[np.asarray(spikes.i)]

    def rate(which, begin, end):
        return np.sum((of == which) & (t >= begin) & (t < end))/(400 if which < 0 else 80)/(end - begin)

    return dict(before=rate(0, 0.2, 0.5), first=rate(0, 0.7, 1.5), firstThen=rate(0, 1.8, 2.5), second=rate(1, 1.8, 2.5),
                others=(rate(2, 0.7, 2.5) + rate(3, 0.7, 2.5) + rate(4, 0.7, 2.5))/3, none=rate(-1, 0.7, 2.5), inhibitory=inhibitory.num_spikes/200/2.5)


ten_seeds("brunel_wang_2001", run_once)
