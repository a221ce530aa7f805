"""A cortical column of three populations, for six strengths of its connections."""
from brian2 import *
from reference import digits, save

# the sixteen bits of a linear congruential generator, the same in the notebook
state, drive = 1, []
for _ in range(1000):
    state = (75*state + 74) % 65537
    drive.append(state/65537)
noise = TimedArray(drive, dt=2*ms)
columns = NeuronGroup(6, """
dy0/dt = y3/second : 1
dy1/dt = y4/second : 1
dy2/dt = y5/second : 1
dy3/dt = (3.25*sigmoid_p - 2*y3 - y0/(10*ms)*second)/(10*ms) : 1
dy4/dt = (3.25*(p + 0.8*C*sigmoid_e) - 2*y4 - y1/(10*ms)*second)/(10*ms) : 1
dy5/dt = (22*0.25*C*sigmoid_i - 2*y5 - y2/(20*ms)*second)/(20*ms) : 1
p = 120 + 200*noise(t) : 1
sigmoid_p = 5/(1 + exp(0.56*(6 - (y1 - y2)))) : 1
sigmoid_e = 5/(1 + exp(0.56*(6 - C*y0))) : 1
sigmoid_i = 5/(1 + exp(0.56*(6 - 0.25*C*y0))) : 1
C : 1""", method="euler", namespace=dict(noise=noise))
columns.C = [68, 128, 135, 270, 675, 1350]
traces = StateMonitor(columns, ["y1", "y2"], record=True)
Network(columns, traces).run(2*second)
save("jansen_rit_1995", traces={f"potential{i}": digits(traces.y1[i][::200] - traces.y2[i][::200]) for i in range(6)})
