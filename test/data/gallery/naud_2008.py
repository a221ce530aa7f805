"""Eight firing patterns of the adaptive exponential integrate-and-fire model."""
from brian2 import *
from reference import digits, save, spike_steps

#          C    gL  EL   a    tauw b    Vr   I
PATTERNS = [[200, 10, -70, 2, 30, 0, -58, 500], [200, 12, -70, 2, 300, 60, -58, 500], [130, 18, -58, 4, 150, 120, -50, 400],
            [200, 10, -58, 2, 120, 100, -46, 210], [200, 12, -70, -10, 300, 0, -58, 300], [100, 10, -65, -10, 90, 30, -47, 110],
            [100, 10, -65, 10, 90, 100, -47, 180], [100, 12, -60, -11, 130, 30, -48, 160]]
UNITS = dict(C=pF, gL=nS, EL=mV, a=nS, tauw=ms, b=pA, Vr=mV, I=pA)
names = {"C": "farad", "gL": "siemens", "EL": "volt", "a": "siemens", "tauw": "second", "b": "amp", "Vr": "volt", "I": "amp"}
neurons = NeuronGroup(8, """dv/dt = (gL*(EL - v) + gL*2*mV*exp((v + 50*mV)/(2*mV)) + I - w)/C : volt
dw/dt = (a*(v - EL) - w)/tauw : amp
""" + "\n".join(f"{name} : {unit}" for name, unit in names.items()),
    threshold="v > 0*mV", reset="v = Vr; w += b", method="euler")
for column, (name, unit) in enumerate(UNITS.items()):
    setattr(neurons, name, np.array(PATTERNS, dtype=float)[:, column]*unit)
neurons.v = "EL"
spikes = SpikeMonitor(neurons)
traces = StateMonitor(neurons, ["v", "w"], record=True)
Network(neurons, spikes, traces).run(600*ms)
# delayed bursts and the last, chaotic pattern magnify the last bit: only as long as they can be told
KNOWN = [3000 if i == 5 else 2000 if i == 7 else 6000 for i in range(8)]
save("naud_2008", spikes=[[step for step in steps if step < known] for steps, known in zip(spike_steps(spikes, 1e-4), KNOWN)],
     traces={f"w{i}": digits(traces[i].w[:known:50]) for i, known in enumerate(KNOWN)})
