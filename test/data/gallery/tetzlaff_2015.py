"""Two cell assemblies that compete: trials a fifth as long as in the paper's figure 2F, and learning five times as fast."""
from brian2 import *
from reference import ten_seeds

TRIAL, TRIALS, STEP = 1000, 60, 0.5*ms
TOP = np.sqrt(60*100**2/99)
VALUES = dict(top=TOP, tau=6*second, ratio=60)


def reached(strong, begin):
    """Units that strong synapses lead to."""
    found, waiting = set(begin), list(begin)
    while waiting:
        for target in np.flatnonzero(strong[waiting.pop()]):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return len(found)


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
    plastic.connect("(j > 20 and i >= 80) or (j < 80 and i < 20) or (i > 20 and i < 80 and j > 20 and j < 80)", p=0.1)
    fixed = Synapses(units, units, "inhibition_post = 0.3*top*F_pre : 1 (summed)", namespace=VALUES)
    fixed.connect(p=0.2)
    weights = StateMonitor(plastic, "w", record=True, dt=TRIAL*STEP)
    Network(units, plastic, fixed, weights).run(TRIAL*TRIALS*STEP)
    sizes = []
    for w in weights.w.T:
        strong = np.zeros((100, 100), bool)
        strong[plastic.i, plastic.j] = w > 0.5*TOP
        sizes.append([reached(strong, range(20)), reached(strong, range(80, 100))])
    sizes = np.array(sizes, float)
    last = np.asarray(plastic.w)
    return dict(earlyA=sizes[20:30, 0].mean(), earlyB=sizes[20:30, 1].mean(), lateA=sizes[50:, 0].mean(), lateB=sizes[50:, 1].mean(),
                strong=np.mean(last > 0.5*TOP), weight=last.mean())


ten_seeds("tetzlaff_2015", run_once)
