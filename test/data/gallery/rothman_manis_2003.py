"""Six types of neurons of the ventral cochlear nucleus."""
from brian2 import *
from reference import digits, save, spike_steps

TYPES = np.array([[1000, 150, 0, 0, 0.5, 0], [1000, 80, 0, 65, 0.5, 0], [1000, 150, 20, 0, 2, 0], [1000, 150, 35, 0, 3.5, 0],
                  [1000, 150, 200, 0, 20, 0], [1000, 150, 600, 0, 0, 40]])
cells = NeuronGroup(6, """
dv/dt = (2*nS*(-65*mV - v) + gNa*m**3*h*(50*mV - v) + (gHT*(0.85*n**2 + 0.15*p) + gLT*w**4*z + gA*a**4*b*c)*(-70*mV - v)
         + (gh*r + gO*hslow)*(-43*mV - v) + pulse(t))/(12*pF) : volt
u = v/mV : 1
dm/dt = (1/(1 + exp(-(u + 38)/7)) - m)/((10/(5*exp((u + 60)/18) + 36*exp(-(u + 60)/25)) + 0.04)*ms) : 1
dh/dt = (1/(1 + exp((u + 65)/6)) - h)/((100/(7*exp((u + 60)/11) + 10*exp(-(u + 60)/25)) + 0.6)*ms) : 1
dn/dt = ((1 + exp(-(u + 15)/5))**-0.5 - n)/((100/(11*exp((u + 60)/24) + 21*exp(-(u + 60)/23)) + 0.7)*ms) : 1
dp/dt = (1/(1 + exp(-(u + 23)/6)) - p)/((100/(4*exp((u + 60)/32) + 5*exp(-(u + 60)/22)) + 5)*ms) : 1
dw/dt = ((1 + exp(-(u + 48)/6))**-0.25 - w)/((100/(6*exp((u + 60)/6) + 16*exp(-(u + 60)/45)) + 1.5)*ms) : 1
dz/dt = (0.5 + 0.5/(1 + exp((u + 71)/10)) - z)/((1000/(exp((u + 60)/20) + exp(-(u + 60)/8)) + 50)*ms) : 1
da/dt = ((1 + exp(-(u + 31)/6))**-0.25 - a)/((100/(7*exp((u + 60)/14) + 29*exp(-(u + 60)/24)) + 0.1)*ms) : 1
db/dt = ((1 + exp((u + 66)/7))**-0.5 - b)/((1000/(14*exp((u + 60)/27) + 29*exp(-(u + 60)/24)) + 1)*ms) : 1
dc/dt = ((1 + exp((u + 66)/7))**-0.5 - c)/((90/(1 + exp((-66 - u)/17)) + 10)*ms) : 1
dr/dt = (1/(1 + exp((u + 76)/7)) - r)/((100000/(237*exp((u + 60)/12) + 17*exp(-(u + 60)/14)) + 25)*ms) : 1
dhslow/dt = (1/(1 + exp((u + 66)/7)) - hslow)*q*0.0029*(1 + exp(slope*(u + 84)))/exp(0.6*slope*(u + 84))/ms : 1
gNa : siemens
gHT : siemens
gLT : siemens
gA : siemens
gh : siemens
gO : siemens""", method="exponential_euler", threshold="v > -20*mV", refractory="v > -20*mV",
    namespace=dict(pulse=TimedArray([0, 250, 250]*pA, dt=50*ms), q=4.5**-1.1, slope=3e-3*96480/(8.315*295.16)))
for column, name in enumerate(["gNa", "gHT", "gLT", "gA", "gh", "gO"]):
    setattr(cells, name, TYPES[:, column]*nS)
cells.v = -65*mV
spikes = SpikeMonitor(cells)
traces = StateMonitor(cells, "v", record=True)
Network(cells, spikes, traces).run(150*ms)
save("rothman_manis_2003", spikes=spike_steps(spikes, 1e-4), traces={f"v{i}": digits(traces[i].v[::10]) for i in range(6)})
