"""Rate against input of Hodgkin-Huxley cells (Traub and Miles' kinetics)."""
from brian2 import *
from reference import digits, save, spike_steps

cells = NeuronGroup(100, """
dv/dt = (gl*(El - v) - gNa*m**3*h*(v - ENa) - gK*n**4*(v - EK) + I)/Cm : volt
dm/dt = 1.28/exprel((13*mV - v + VT)/(4*mV))/ms*(1 - m) - 1.4/exprel((v - VT - 40*mV)/(5*mV))/ms*m : 1
dn/dt = 0.16/exprel((15*mV - v + VT)/(5*mV))/ms*(1 - n) - 0.5*exp((10*mV - v + VT)/(40*mV))/ms*n : 1
dh/dt = 0.128*exp((17*mV - v + VT)/(18*mV))/ms*(1 - h) - 4/(1 + exp((40*mV - v + VT)/(5*mV)))/ms*h : 1
I : amp""", threshold="v > -40*mV", refractory="v > -40*mV", method="exponential_euler",
    namespace=dict(gl=10*nS, gNa=20*uS, gK=6*uS, Cm=200*pF, El=-65*mV, EK=-90*mV, ENa=50*mV, VT=-63*mV))
cells.v = -65*mV
cells.I = "0.7*nA*i/100"
spikes = SpikeMonitor(cells)
traces = StateMonitor(cells, ["v", "h"], record=[20, 99])
Network(cells, spikes, traces).run(500*ms)
save("if_curve_hodgkin_huxley", spikes=spike_steps(spikes, 1e-4),
     traces={"v20": digits(traces[20].v[::25]), "v99": digits(traces[99].v[::25]), "h99": digits(traces[99].h[::25])})
