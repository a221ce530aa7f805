"""Coincidences: of 4000 inputs 15 spike together now and then. 40 cells without them, 40 with them."""
from brian2 import *
from reference import mean_cv, ten_seeds

WEIGHT = 0.5*mV/(5/3)**(5/(3 - 5))


def run_once():
    cells = NeuronGroup(80, """dv/dt = (ge + gi - (v + 65*mV))/(5*ms) : volt
                               dge/dt = -ge/(3*ms) : volt
                               dgi/dt = -gi/(10*ms) : volt""", threshold="v > -55*mV", reset="v = -65*mV", refractory=5*ms, method="exact")
    cells.v = -65*mV
    inhibition = -4000*WEIGHT*3/(1000*10)
    inputs = [PoissonInput(cells[:40], "ge", N=4000, rate=1*Hz, weight=WEIGHT),
              PoissonInput(cells[40:], "ge", N=4000, rate=(1 - 15*40/4000)*Hz, weight=WEIGHT),
              PoissonInput(cells[40:], "ge", N=1, rate=40*Hz, weight=15*WEIGHT),
              PoissonInput(cells, "gi", N=1000, rate=1*Hz, weight=inhibition)]
    apart, together = SpikeMonitor(cells[:40]), SpikeMonitor(cells[40:])
    traces = StateMonitor(cells, "v", record=range(40))
    Network(cells, inputs, apart, together, traces).run(2*second)
    v = np.asarray(traces.v)[:, 1000:]/1e-3
    return dict(apart=apart.num_spikes/40/2, together=together.num_spikes/40/2, cvTogether=mean_cv(together), mean=v.mean(), sd=v.std())


ten_seeds("rossant_2011", run_once)
