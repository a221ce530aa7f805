import { type Notebook, notebookText } from "../notebook/executor/index.js";
import { KERNEL_NAME } from "./kernelspec.js";

const TITLE = `# A first network

A thousand leaky integrate-and-fire neurons with noise, which inhibit one another. Run the cells one after
the other (Shift-Enter), change numbers, and run them again.`;

const IMPORTS = `import {
  mV, ms, network, normal, plotRaster, plotSignal, population, reproducibilityReport, run, saveThesisFigure, seconds,
  synapses,
} from "spikebook";`;

const MODEL = `const neurons = population("neurons", {
  N: 1000,
  equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)",
  threshold: "v > theta",
  reset: "v = 0*mV",
  refractory: ms(2),
  parameters: { tau: ms(10), theta: mV(20), drive: mV(19), sigma: mV(2) },
});
const inhibition = synapses("inhibition", {
  from: neurons,
  to: neurons,
  connection: { rule: "probability", probability: 0.02, autapses: false },
  onPre: "v -= jump",
  parameters: { jump: normal(mV(0.3), mV(0.05)) },
  delay: ms(1.5),
});`;

const RUN = `const result = await run(network({
  populations: [neurons],
  synapses: [inhibition],
  duration: seconds(1),
  seed: 1,
  record: [{ of: "neurons", variable: "v", neurons: [0] }],
}));
result`;

const FIGURE = `const voltage = plotSignal(result.signal("neurons", "v", 0));
voltage`;

const SAVE = `await saveThesisFigure("first-network", voltage)`;

/** A notebook to begin with: a small network, its figure, and how to save that. Not executed. */
export function starterNotebook(): string {
  const markdown = (source: string) => ({ cell_type: "markdown", source });
  const code = (source: string) => ({
    cell_type: "code",
    execution_count: null,
    outputs: [],
    source,
  });
  const cells = [
    markdown(TITLE),
    code(IMPORTS),
    markdown("The model, as in a paper. Units are checked."),
    code(MODEL),
    markdown("One second of it. The same seed gives the same spikes, always."),
    code(RUN),
    markdown("The voltage of one neuron, and the figure as files for a thesis, in `data/figures`."),
    code(FIGURE),
    code(SAVE),
    markdown("With what all this was computed:"),
    code("reproducibilityReport()"),
  ].map((cell, i) => ({ ...cell, id: `cell-${i}`, metadata: {} }));
  const kernelspec = {
    name: KERNEL_NAME,
    display_name: "TypeScript (spikebook)",
    language: "typescript",
  };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  return notebookText(notebook as Notebook);
}
