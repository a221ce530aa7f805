"""A synaptic input at one of three places of a cell from SWC: the text that the notebook holds."""
import json
import re
import tempfile

from brian2 import *
from reference import FOLDER, SPHERE, digits, save

notebook = json.load(open(f"{FOLDER}/../../../notebooks/gallery/reconstructed_cell.ipynb"))
code = "".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
with tempfile.NamedTemporaryFile("w", suffix=".swc") as file:
    file.write(re.search(r"readSWC\(`(.*?)`\)", code, re.DOTALL)[1])
    file.flush()
    morphology = Morphology.from_file(file.name)
sites = {"tuft": int(morphology.apic.apic2.apic2.apic2.apic.apic.indices[2]), "oblique": int(morphology.apic.apic.indices[3]),
         "basal": int(morphology.dend.dend.indices[2])}
traces = {}
for site, compartment in sites.items():
    start_scope()
    neuron = SpatialNeuron(morphology, """
    Im = gL*(EL - v) : amp/meter**2
    Is = gs*(Es - v) : amp (point current)
    dgs/dt = -gs/(2*ms) : siemens""", Cm=1*uF/cm**2, Ri=150*ohm*cm, method="exponential_euler",
                           namespace=dict(gL=0.05*msiemens/cm**2, EL=-70*mV, Es=0*mV))
    neuron.v = -70*mV
    source = SpikeGeneratorGroup(1, [0], [4.9]*ms)  # its synapse acts at the end of that step
    synapse = Synapses(source, neuron, on_pre="gs += 2*nS")
    synapse.connect(i=0, j=compartment)
    trace = StateMonitor(neuron, "v", record=True)
    Network(neuron, source, synapse, trace).run(60*ms)
    traces[f"{site}_soma"] = digits(trace.v[0][::4]/mV)
    traces[f"{site}_site"] = digits(trace.v[compartment][::4]/mV)
    traces[f"{site}_peaks"] = digits(trace.v.max(axis=1)/mV)
save("reconstructed_cell", tolerance=SPHERE, traces=traces)
