"""Direction maps by plasticity: 3 x 3 barrels, a quarter of the density of layer 2/3, 3 s in steps of 0.2 ms."""
from brian2 import *
from reference import ten_seeds

SIDE, M4, ME, MI = 3, 22, 12, 6
EPSC = 0.2**-1.25*mV
IPSC = -2.5**(2/3)*mV


def run_once():
    defaultclock.dt = 0.2*ms
    bars = 50
    directions = 2*pi*np.random.rand(bars)
    names = dict(direction=TimedArray(directions, dt=60*ms), start=TimedArray(60*np.arange(bars)*ms, dt=60*ms))
    layer4 = NeuronGroup(M4**2*SIDE**2, """away = (bx - 1)*cos(direction(t)) + (by - 1)*sin(direction(t)) + 6 - (t - start(t))/(5*ms) : 1
        rate = int(abs(away) < 0.5)*clip(cos(direction(t) - preferred), 0, inf)*100*Hz : Hz
        bx : 1
        by : 1
        preferred : 1""", threshold="rand() < rate*dt", namespace=names)
    index = np.arange(len(layer4))
    layer4.bx, layer4.by = index//M4**2 % SIDE, index//(M4**2*SIDE)
    preferred = index % M4**2/M4**2*2*pi
    layer4.preferred = preferred
    count, inhibitory_count = (SIDE*ME)**2, (SIDE*MI)**2
    layer23 = NeuronGroup(count + inhibitory_count, """dv/dt = (ge + gi - 70*mV - v)/(10*ms) : volt
        dge/dt = -ge/(2*ms) : volt
        dgi/dt = -gi/(25*ms) : volt
        dvt/dt = (-55*mV - vt)/(50*ms) : volt
        x : 1
        y : 1""", threshold="v > vt", reset="v = -70*mV; vt += 2*mV", refractory=2*ms, method="euler")
    layer23.v, layer23.vt = -70*mV, -55*mV
    e, i = np.arange(count), np.arange(inhibitory_count)
    layer23.x = np.concatenate([e % (SIDE*ME)/ME, i % (SIDE*MI)/MI])
    layer23.y = np.concatenate([e//(SIDE*ME)/ME, i//(SIDE*MI)/MI])
    excitatory, inhibitory = layer23[:count], layer23[count:]
    forward = Synapses(layer4, excitatory, """w : 1
        da/dt = -a/(5*ms) : 1 (event-driven)
        db/dt = -b/(25*ms) : 1 (event-driven)""", on_pre="ge_post += w*EPSC; a += 0.05; w = clip(w + b, 0, 1)",
        on_post="b -= 0.04; w = clip(w + a, 0, 1)", namespace=dict(EPSC=EPSC))
    forward.connect("bx_pre == floor(x_post) and by_pre == floor(y_post)", p=0.5)
    forward.w = 0.5
    lateral = Synapses(excitatory, layer23, "w : volt (constant)", on_pre="ge_post += w")
    lateral.connect(p="0.65*exp(-0.5*((x_pre - x_post)**2 + (y_pre - y_post)**2)/0.4**2)")
    lateral.w = "(0.3 + 0.7*int(j >= count))*EPSC"
    inhibition = Synapses(inhibitory, excitatory, on_pre="gi_post += 4*IPSC", namespace=dict(IPSC=IPSC))
    inhibition.connect(p="exp(-0.5*((x_pre - x_post)**2 + (y_pre - y_post)**2)/0.2**2)")
    heard, spikes = SpikeMonitor(layer4), SpikeMonitor(layer23)
    Network(layer4, layer23, forward, lateral, inhibition, heard, spikes).run(3*second)
    w, j, angle = np.asarray(forward.w), np.asarray(forward.j), preferred[np.asarray(forward.i)]
    total = np.bincount(j, w, count)
    vector = np.hypot(np.bincount(j, w*np.cos(angle), count), np.bincount(j, w*np.sin(angle), count))/total
    of = np.asarray(spikes.i)
    return dict(input=heard.num_spikes/len(layer4)/3, excitatory=np.sum(of < count)/count/3, inhibitory=np.sum(of >= count)/inhibitory_count/3,
                weight=w.mean(), spread=w.std(), selectivity=vector.mean())


ten_seeds("kremer_2011", run_once)
