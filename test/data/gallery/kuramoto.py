"""60 oscillators, each pulled towards the phases of all."""
from brian2 import *
from reference import digits, save

oscillators = NeuronGroup(60, """dtheta/dt = omega + K*coupling/N : 1
    omega : Hz (constant)
    coupling : 1""", method="euler", namespace=dict(K=30*Hz))
oscillators.omega = "(40 + 10*sin(3.1*i) + 0.1*i)*Hz"
oscillators.theta = "2*pi*sin(1.7*i)**2"
pull = Synapses(oscillators, oscillators, "coupling_post = sin(theta_pre - theta_post) : 1 (summed)")
pull.connect()
phases = StateMonitor(oscillators, "theta", record=True)
Network(oscillators, pull, phases).run(600*ms)
save("kuramoto", traces={f"theta{i}": digits(phases.theta[i][::60]) for i in (0, 1, 30, 59)})
