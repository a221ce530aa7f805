"""An adaptive threshold: depolarised by slow, not by fast approaches of the membrane."""
from brian2 import *
from reference import ten_seeds

CELL = """
dv/dt = (-70*mV - v + 15*mV + sigma*I)/(5*ms) : volt
dtheta/dt = (-55*mV + 5/6*clip(v + 63*mV, 0*mV, inf*mV) - theta)/(5*ms) : volt
dI/dt = -I/(5*ms) + (2/(5*ms))**0.5*xi : 1
"""


def run_once():
    cells = NeuronGroup(200, CELL, threshold="v > theta", reset="v = -70*mV", refractory=5*ms, method="euler",
                        namespace=dict(sigma=6*mV*2**0.5))
    cells.v, cells.theta = -70*mV, -55*mV
    spikes = SpikeMonitor(cells)
    traces = StateMonitor(cells, "v", record=True)
    Network(cells, spikes, traces).run(1*second)
    v = np.asarray(traces.v)/1e-3
    slopes, thresholds = [], []
    steps = np.arange(50)*0.1
    for i, time in zip(spikes.i, np.asarray(spikes.t)):
        k = int(round(time/1e-4))
        # what the membrane did in the 5 ms before the step of the spike
        if k < 50:
            continue
        before = v[i, k - 50:k]
        slopes.append(np.polyfit(steps, before, 1)[0])
        thresholds.append(before[-1])
    rising = np.array(slopes) > 0
    slope, threshold = np.log(np.array(slopes)[rising]), np.array(thresholds)[rising]
    return dict(rate=spikes.num_spikes/200, threshold=threshold.mean(), spread=threshold.std(), correlation=np.corrcoef(slope, threshold)[0, 1])


ten_seeds("platkiewicz_2011", run_once)
