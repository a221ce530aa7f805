"""Three synapses of one pair of neurons, two of them modulated by an astrocyte each. Brian makes sums before all
updates, as spikebook does, and given spikes act after the updates, as there a population's do."""
from brian2 import *
from reference import digits, save, spike_steps

defaultclock.dt = 1*ms
onset = 16500
times = onset + array([0, 50, 100, 150, 200] + list(range(300, 401, 10)))
astrocytes = NeuronGroup(2, """
dI/dt = 0.6*uM/second/(1 + I/(1.5*uM))*C**2/(C**2 + (0.1*uM)**2) - 4.5*uM/second*C**4/(C**4 + (0.7*uM)**4)*I/(I + 1*uM) - 0.05*I/second
        - uM/second*(1 + tanh((abs(I - bias) - 0.3*uM)/(0.05*uM)))*sign(I - bias) : mM
dC/dt = (6/second*m**3*h**3 + 0.1/second)*(2*uM - 1.18*C) - 0.9*uM/second*C**2/(C**2 + (0.05*uM)**2) : mM
dh/dt = (Q/(Q + C) - h)*0.2/uM/second*(Q + C) : 1
m = I/(I + 0.13*uM)*C/(C + 0.08*uM) : 1
Q = 1.05*uM*(I + 0.13*uM)/(I + 0.9434*uM) : mM
dx/dt = 0.6*(1 - x)/second : 1
dG/dt = -60*G/second : mM
bias : mM (constant)""".replace("mM", "mmolar").replace("uM", "umolar"), threshold="C > 0.5*umolar", refractory="C > 0.5*umolar", method="rk4",
    reset="G += 6.5e-4*200*mmolar*0.6*x; x -= 0.6*x")
astrocytes.set_states({"I": 0.4*ones(2)*umolar, "h": 0.9*ones(2), "x": ones(2), "bias": [0.8, 1.25]*umolar})
release = Synapses(SpikeGeneratorGroup(1, zeros(len(times)), times*ms), NeuronGroup(1, ""), """
dY/dt = -40*Y/second : mmolar (clock-driven)
dGamma/dt = 1.5/umolar/second*G*(1 - Gamma) - 0.5*Gamma/(60*second) : 1 (clock-driven)
du/dt = -3.33*u/second : 1 (clock-driven)
dx/dt = 2*(1 - x)/second : 1 (clock-driven)
r : 1
G : mmolar""", on_pre="""u += (1 - Gamma)*0.6*(1 - u)
r = u*x
x -= r
Y += 0.005*500*mmolar*r""", method="exact")
release.connect(n=3)
release.x = 1
modulation = Synapses(astrocytes, release, "G_post = G_pre : mmolar (summed)")
modulation.connect(j="i + 1")
spikes = SpikeMonitor(astrocytes)
cells = StateMonitor(astrocytes, ["C", "G"], record=True)
inside = StateMonitor(release, ["u", "x", "Y", "Gamma"], record=[0, 1, 2])
Network(release.source, release.target, astrocytes, release, modulation, spikes, cells, inside).run((onset + 600)*ms)
save("stimberg_2018_release", spikes=spike_steps(spikes, 1e-3), traces={
    **{f"{name}{k}": digits(getattr(cells[k], name)[::95]/umolar) for name in ("C", "G") for k in range(2)},
    **{f"{name}{k}": digits(getattr(inside, name)[k][onset::7]/(umolar if name == "Y" else 1)) for name in ("u", "x", "Y") for k in range(3)},
    **{f"Gamma{k}": digits(inside.Gamma[k][::95]) for k in (1, 2)}})
