"""Two cell assemblies that compete: trials a fifth as long as in the paper's figure 2F, and learning five times as fast."""
from brian2 import *
from reference import ten_seeds

TRIAL, TRIALS, STEP = 1000, 60, 0.5*ms
TOP = np.sqrt(60*100**2/99)
VALUES = dict(top=TOP, tau=6*second, ratio=60)


def run_once():
    defaultclock.dt = STEP
    trial = np.arange(TRIAL*TRIALS)//TRIAL
    within = np.arange(TRIAL*TRIALS)%TRIAL//(TRIAL//10)
    a = np.where(trial < TRIALS//2, trial%2 == 0, trial%4 < 3)
    course = 100*(1 + np.sin(0.1*(1 + np.arange(TRIAL*TRIALS))))*(within > 3)
    stimulus = TimedArray(np.stack([course*a, course*~a, 0*course], axis=1), dt=STEP)
    units = NeuronGroup(100, """F = 100/(1 + exp(0.03*(120 - u))) : 1
        du/dt = (0.012*(excitation - inhibition + top*stimulus(t, which)) - u)/ms + 0.012*top*20*sqrt(0.5/ms)*xi : 1
        excitation : 1
        inhibition : 1
        which : integer (constant)""", method="euler", namespace=dict(stimulus=stimulus, **VALUES))
    units.which = [0]*20 + [2]*60 + [1]*20
    plastic = Synapses(units, units, """dw/dt = (F_pre*F_post + (1 - F_post)*w**2/ratio)/tau : 1 (clock-driven)
        excitation_post = w*F_pre : 1 (summed)""", method="euler", namespace=VALUES)
    # drawn here, so that each can be recorded
    i, j = np.divmod(np.arange(100*100), 100)
    wanted = ((j > 20) & (i >= 80)) | ((j < 80) & (i < 20)) | ((i > 20) & (i < 80) & (j > 20) & (j < 80))
    drawn = np.flatnonzero(wanted & (np.random.rand(100*100) < 0.1))
    plastic.connect(i=i[drawn], j=j[drawn])
    fixed = Synapses(units, units, "inhibition_post = 0.3*top*F_pre : 1 (summed)", namespace=VALUES)
    fixed.connect(p=0.2)
    weights = StateMonitor(plastic, "w", record=np.arange(len(drawn)), dt=TRIAL*STEP)
    Network(units, plastic, fixed, weights).run(TRIAL*TRIALS*STEP)
    # mean weights of the synapses from the units of A and of B, at the beginning of each trial, in parts of the largest
    w, source = np.asarray(weights.w)/TOP, i[drawn]
    fromA, fromB = w[source < 20].mean(axis=0), w[source >= 80].mean(axis=0)
    last = np.asarray(plastic.w)
    return dict(earlyA=fromA[20:30].mean(), earlyB=fromB[20:30].mean(), lateA=fromA[50:].mean(), lateB=fromB[50:].mean(),
                strong=np.mean(last > 0.5*TOP), weight=last.mean())


ten_seeds("tetzlaff_2015", run_once)
