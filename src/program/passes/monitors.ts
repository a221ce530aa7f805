import { name, withSubexpressions } from "../../equations/index.js";
import {
  checkedPopulation,
  type Population,
  type Recording,
  recordable,
  recordedNeurons,
} from "../../network/index.js";
import type { Dimension } from "../../units/index.js";
import type { ProgramContext } from "../context.js";
import { asSets } from "./population.js";

/** What is recorded of a population: a monitor, and a block that gives it its values. */
export function monitorPass(
  context: ProgramContext,
  recording: Recording,
  population: Population,
): void {
  const { of, variable, every = 1 } = recording;
  const { checked } = checkedPopulation(population);
  const elements = recordedNeurons(recording, population.N);
  const monitor = context.monitors.length;
  // blocks are known by their names: a variable may be recorded of some neurons in every step, of others in some
  const again = context.monitors.filter(
    (item) => item.of === of && item.variable === variable,
  ).length;
  context.monitors.push({
    of,
    variable,
    dimension: recordable(population).get(variable) as Dimension,
    elements,
    every,
  });
  const moment =
    context.simulation.recordAt === "start" ? "record at the start" : "record at the end";
  context.addBlock(moment, {
    name: `record of ${variable} of ${of}${again === 0 ? "" : ` (${again + 1})`}`,
    domain: of,
    when: { kind: "step", every },
    elements,
    statements: [
      ...asSets(withSubexpressions([], checked.subexpressions, [name(variable)])),
      { kind: "record", monitor, expression: name(variable) },
    ],
  });
}
