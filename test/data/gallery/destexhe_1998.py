"""A thalamic relay cell of three compartments with calcium channels of low threshold."""
from brian2 import *
from reference import digits, save

defaultclock.dt = 0.02*ms
C_d = 7.954
tadj_HH, tadj_T = 3.0**((34 - 36)/10.0), 2.5**((34 - 24)/10.0)
F = 96485.33212
space = dict(El=-76.5*mV, E_Na=50*mV, E_K=-100*mV, F=F*coulomb/mole, gamma=F/(8.314462618*307.15)/volt, tadj_HH=tadj_HH,
             tadj_T=tadj_T, Ca_i=2.4e-4*mole/meter**3, Ca_o=2*mole/meter**3)
traces = {}
for name, soma, distal, current, spikes in (("A1_50", 1.7e-5, 1.7e-5, 50, 1), ("A1_75", 1.7e-5, 1.7e-5, 75, 1),
                                            ("A2_50", 1.7e-5, 9.5e-5, 50, 1), ("A2_75", 1.7e-5, 9.5e-5, 75, 1),
                                            ("B_soma", 56.36e-5, 0, 100, 0), ("B_both", 1.7e-5, 9.5e-5, 100, 0)):
    start_scope()
    morphology = Cylinder(diameter=26*um, length=38.42*um)
    morphology.dend = Cylinder(diameter=10.28*um, length=12.49*um)
    morphology.dend.distal = Cylinder(diameter=8.5*um, length=84.67*um)
    neuron = SpatialNeuron(morphology, """
    Im = gl*(El - v) - I_Na - I_K - I_T : amp/meter**2
    I = into*on(t) : amp (point current)
    into : 1
    I_Na = g_Na*m**3*h*(v - E_Na) : amp/meter**2
    I_K = g_K*n**4*(v - E_K) : amp/meter**2
    I_T = P_Ca*m_T**2*h_T*G_Ca : amp/meter**2
    G_Ca = 4*F*v*gamma*(Ca_i - Ca_o*exp(-2*gamma*v))/(1 - exp(-2*gamma*v)) : coulomb/meter**3
    u = v + 52*mV : volt
    dm/dt = tadj_HH*(1.28/exprel((13*mV - u)/(4*mV))*(1 - m) - 1.4/exprel((u - 40*mV)/(5*mV))*m)/ms : 1
    dn/dt = tadj_HH*(0.16/exprel((15*mV - u)/(5*mV))*(1 - n) - 0.5*exp((10*mV - u)/(40*mV))*n)/ms : 1
    dh/dt = tadj_HH*(0.128*exp((17*mV - u)/(18*mV))*(1 - h) - 4/(1 + exp((40*mV - u)/(5*mV)))*h)/ms : 1
    dm_T/dt = (m_inf - m_T)/tau_m : 1
    dh_T/dt = (h_inf - h_T)/tau_h : 1
    m_inf = 1/(1 + exp(-(v/mV + 56)/6.2)) : 1
    h_inf = 1/(1 + exp((v/mV + 80)/4)) : 1
    tau_m = (0.612 + 1/(exp(-(v/mV + 131)/16.7) + exp((v/mV + 15.8)/18.2)))*ms/tadj_T : second
    tau_h = (int(v < -81*mV)*exp((v/mV + 466)/66.6) + int(v >= -81*mV)*(28 + exp(-(v/mV + 21)/10.5)))*ms/tadj_T : second
    gl : siemens/meter**2
    g_Na : siemens/meter**2
    g_K : siemens/meter**2
    P_Ca : meter/second""", Cm=0.88*uF/cm**2, Ri=173*ohm*cm, method="exponential_euler", namespace=dict(space, on=TimedArray([0, current, current]*pA, dt=100*ms)))
    neuron.v = -74*mV
    neuron.into[0] = 1
    neuron.m_T, neuron.h_T = "m_inf", "h_inf"
    neuron.main.g_Na = neuron.main.g_K = spikes*100*msiemens/cm**2
    neuron.Cm = [0.88, 0.88*C_d, 0.88*C_d]*uF/cm**2
    neuron.gl = [0.0379, 0.0379*C_d, 0.0379*C_d]*msiemens/cm**2
    neuron.P_Ca = soma*cm/second
    neuron.dend.distal.P_Ca = distal*C_d*cm/second
    trace = StateMonitor(neuron, "v", record=True, dt=2*ms)
    Network(neuron, trace).run(300*ms)
    traces[f"{name}_0"] = digits(trace.v[0]/mV)
    traces[f"{name}_2"] = digits(trace.v[2]/mV)
save("destexhe_1998", traces=traces)
