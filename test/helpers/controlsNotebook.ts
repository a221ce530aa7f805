import type { TestCell } from "./notebooks.js";

/** A notebook with all kinds of controls; as text, mathematics and labels it has what must be escaped. */
export const CONTROLS_NOTEBOOK: readonly (string | Partial<TestCell>)[] = [
  {
    cell_type: "markdown",
    source:
      "# A network with <i>controls</i>\n\n<script>window.harmed = 1</script> [link](javascript:window.harmed=1) $\\tau \\frac{dv}{dt} = -v$",
  },
  `import {
  checkbox, choice, dataFrame, mV, ms, network, number, plotRaster, plotSignal, population, run, saveThesisFigure, seconds, seed,
  slider, text,
} from "spikebook";`,
  `const drive = slider("drive", mV(19), { from: mV(15), to: mV(25), step: mV(0.5) });
const N = number("N", 50, { from: 10, to: 5000, step: 1, label: "neurons" });`,
  `const method = choice("method", "euler", ["euler", "heun"]);
const noisy = checkbox("noisy", true, { label: "with noise" });
const chance = seed("chance", 1);
const duration = slider("duration", seconds(0.2), { from: seconds(0.1), to: seconds(400) });`,
  `const equations = text("equations", "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)");`,
  `const neurons = population("neurons", {
  N: N, equations: equations, threshold: "v > theta", reset: "v = 0*mV", refractory: ms(2), method: method,
  parameters: { tau: ms(10), theta: mV(20), drive: drive, sigma: mV(noisy ? 2 : 0) },
});
const out = await run(network({
  populations: [neurons], duration: duration, seed: chance, record: [{ of: "neurons", variable: "v", neurons: [0] }],
}));
out`,
  `plotRaster(out.spikeTrains("neurons"), { height: 160, title: "<b>Spikes</b> & <img src=x onerror=window.harmed=1>" })`,
  `const voltage = plotSignal(out.signal("neurons", "v", 0), { y: { label: "$v$" } });
await saveThesisFigure("voltage", voltage, "data");
voltage`,
  `console.log("not a control's <img src=x onerror=window.harmed=1>");`,
  `import { platform } from "node:os";
console.log("only Node knows", typeof platform());`,
  `dataFrame([{ "<b>x</b>": "<img src=x onerror=window.harmed=1>", y: 1.5 }])`,
];
