"""Synapses and astrocytes that act on each other, at 30 rates of input. The random numbers of the input are made by the
model itself, with the generator of Park and Miller (1988), so that they are the same elsewhere."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 1*ms
N = 30
inputs = NeuronGroup(N, """dphase/dt = f : 1
f : Hz (constant)
draw : 1
wait : 1""", threshold="phase > wait", reset="phase = 0; draw = (16807*draw) % 2147483647; wait = -log(draw/2147483647)", method="euler")
inputs.f = "0.1*1000**(i/(N - 1.0))*Hz"
inputs.draw = "1e6*(i + 1)"
inputs.wait = 1
release = Synapses(inputs, NeuronGroup(N, ""), """
dY/dt = -40*Y/second : mmolar (clock-driven)
dGamma/dt = 1.5/umolar/second*G*(1 - Gamma) - 0.5*Gamma/(60*second) : 1 (clock-driven)
du/dt = -3.33*u/second : 1 (event-driven)
dx/dt = 2*(1 - x)/second : 1 (event-driven)
r : 1
total : 1
G : mmolar""", on_pre="""u += (1 - Gamma)*0.6*(1 - u)
r = u*x
x -= r
Y += 0.005*500*mmolar*r
total += r""", method="exact")
release.connect(j="i", n=3)
release.x = 1
astrocytes = NeuronGroup(2*N, """
dI/dt = 3.2*uM/second*Gamma + 0.6*uM/second/(1 + I/(1.5*uM))*C**2/(C**2 + (0.1*uM)**2) - 4.5*uM/second*C**4/(C**4 + (0.7*uM)**4)*I/(I + 1*uM) - 0.05*I/second
        - uM/second*(1 + tanh((abs(I - bias) - 0.3*uM)/(0.05*uM)))*sign(I - bias) : mM
dC/dt = (6/second*m**3*h**3 + 0.1/second)*(2*uM - 1.18*C) - 0.9*uM/second*C**2/(C**2 + (0.05*uM)**2) : mM
dh/dt = (Q/(Q + C) - h)*0.2/uM/second*(Q + C) : 1
m = I/(I + 0.13*uM)*C/(C + 0.08*uM) : 1
Q = 1.05*uM*(I + 0.13*uM)/(I + 0.9434*uM) : mM
dGamma/dt = 0.3/uM/second*Y*(1 - Gamma) - 0.5*(1 + 10*C/(C + 0.5*uM))*Gamma/second : 1
dx/dt = 0.6*(1 - x)/second : 1
dG/dt = -60*G/second : mM
Y : mM
bias : mM (constant)""".replace("mM", "mmolar").replace("uM", "umolar"), threshold="C > 0.5*umolar", refractory="C > 0.5*umolar", method="rk4",
    reset="G += 6.5e-4*200*mmolar*0.6*x; x -= 0.6*x")
astrocytes.set_states({"h": 0.9*ones(2*N), "x": ones(2*N)})
astrocytes.bias[:N] = 1*umolar
# the first of three synapses has no astrocyte, the second one of the first N, the third one of the others
uptake = Synapses(release, astrocytes, "Y_post = Y_pre : mmolar (summed)")
uptake.connect(i=3*arange(N) + 2, j=N + arange(N))
modulation = Synapses(astrocytes, release, "G_post = G_pre : mmolar (summed)")
modulation.connect(i=arange(2*N), j=concatenate([3*arange(N) + 1, 3*arange(N) + 2]))
spikes = SpikeMonitor(inputs)
rises = SpikeMonitor(astrocytes)
cells = StateMonitor(astrocytes, "C", record=[12, N + 12])
inside = StateMonitor(release, ["Gamma", "Y"], record=[37, 38])
Network(inputs, release.target, release, astrocytes, uptake, modulation, spikes, rises, cells, inside).run(60*second)
print(spikes.count[:], rises.count[:])
save("stimberg_2018_loop", spikes=spike_steps(rises, 1e-3), traces={
    **{f"released{k}": digits(release.total[k::3]) for k in range(3)}, "counts": [int(n) for n in spikes.count],
    **{name: digits(values[::400]) for name, values in (("open", cells[12].C/umolar), ("closed", cells[N + 12].C/umolar),
        ("receptors1", inside[37].Gamma), ("receptors2", inside[38].Gamma))}})
