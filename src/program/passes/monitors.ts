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
    name: `record of ${variable} of ${of}`,
    domain: of,
    when: { kind: "step", every },
    elements,
    statements: [
      ...asSets(withSubexpressions([], checked.subexpressions, [name(variable)])),
      { kind: "record", monitor, expression: name(variable) },
    ],
  });
}
