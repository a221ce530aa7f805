"""Ten interneurons with gap junctions of 2 nS."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 0.01*ms
cells = NeuronGroup(10, """dv/dt = (-gNa*m**3*h*(v - ENa) - gK*n**4*(v - EK) - gL*(v - EL) + I + Igap)/Cm : volt
    dh/dt = 5*(ah*(1 - h) - bh*h) : 1
    dn/dt = 5*(an*(1 - n) - bn*n) : 1
    m = am/(am + bm) : 1
    am = -0.1/mV*(v + 35*mV)/(exp(-0.1/mV*(v + 35*mV)) - 1)/ms : Hz
    bm = 4*exp(-(v + 60*mV)/(18*mV))/ms : Hz
    ah = 0.07*exp(-(v + 58*mV)/(20*mV))/ms : Hz
    bh = 1/(exp(-0.1/mV*(v + 28*mV)) + 1)/ms : Hz
    an = -0.01/mV*(v + 34*mV)/(exp(-0.1/mV*(v + 34*mV)) - 1)/ms : Hz
    bn = 0.125*exp(-(v + 44*mV)/(80*mV))/ms : Hz
    I : amp (constant)
    Igap : amp""", threshold="v > 0*mV", refractory="v > 0*mV", method="rk4",
    namespace=dict(gNa=3500*nS, gK=900*nS, gL=10*nS, ENa=55*mV, EK=-90*mV, EL=-65*mV, Cm=100*pF))
cells.I = "(100 + 5*i)*pA"
cells.v, cells.h = "-70*mV + 2*i*mV", 1
gap = Synapses(cells, cells, "Igap_post = 2*nS*(v_pre - v_post) : amp (summed)")
gap.connect("i != j")
spikes, traces = SpikeMonitor(cells), StateMonitor(cells, "v", record=[0, 9])
Network(cells, gap, spikes, traces).run(200*ms)
save("wang_buzsaki", spikes=spike_steps(spikes, 1e-5), traces={f"v{9*k}": digits(traces.v[k][::200]) for k in range(2)})
