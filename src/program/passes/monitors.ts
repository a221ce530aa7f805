import { name, type Subexpression, withSubexpressions } from "../../equations/index.js";
import {
  checkedPopulation,
  type Population,
  type Recording,
  recordable,
  recordedNeurons,
  type Synapses,
  spikesOfRecording,
  synapsesIn,
} from "../../network/index.js";
import type { Dimension } from "../../units/index.js";
import type { ProgramContext } from "../context.js";
import { synapsesDomain } from "../names.js";
import type { Monitor } from "../program.js";
import { asSets } from "./population.js";

/** What is recorded, or goes into statistics: a monitor, and a block that gives it its values. */
export function monitorPass(
  context: ProgramContext,
  recording: Recording,
  purpose: Monitor["purpose"] = "samples",
): void {
  const { of, variable, every = 1 } = recording;
  const { domain, dimension, elements, subexpressions } = recording.synapses
    ? ofSynapses(context, recording)
    : ofPopulation(context, recording);
  const monitor = context.monitors.length;
  const record = [
    ...asSets(withSubexpressions([], subexpressions, [name(variable)])),
    { kind: "record", monitor, expression: name(variable) } as const,
  ];
  const atSpikes = spikesOfRecording(recording);
  if (atSpikes !== undefined) {
    context.monitors.push({
      domain,
      of,
      variable,
      dimension,
      elements: [],
      every,
      purpose,
      atSpikes,
    });
    context.addBlock("spikes", {
      name: `record of ${variable} at ${atSpikes}`,
      domain,
      when: { kind: "spike", ...(atSpikes !== domain && { event: atSpikes }) },
      statements: record,
    });
    return;
  }
  context.monitors.push({ domain, of, variable, dimension, elements, every, purpose });
  const moment =
    context.simulation.recordAt === "start" ? "record at the start" : "record at the end";
  context.addBlock(moment, {
    name: `${purpose === "samples" ? "record" : "statistics"} of ${variable} of ${of}`,
    domain,
    when: { kind: "step", every },
    elements,
    statements: record,
  });
}

/** Where recorded values come from. */
interface Recorded {
  domain: string;
  dimension: Dimension;
  elements: readonly number[];
  subexpressions: readonly Subexpression[];
}

function ofPopulation({ simulation }: ProgramContext, recording: Recording): Recorded {
  const { of, variable } = recording;
  const population = simulation.populations.find(({ name: own }) => own === of) as Population;
  return {
    domain: of,
    dimension: recordable(population).get(variable) as Dimension,
    elements: recordedNeurons(recording, population.N),
    subexpressions: checkedPopulation(population).checked.subexpressions,
  };
}

function ofSynapses({ simulation }: ProgramContext, recording: Recording): Recorded {
  const { of, variable, synapses = [] } = recording;
  const kind = simulation.synapses.find(({ name: own }) => own === of) as Synapses;
  const { recordable: known, subexpressions } = synapsesIn(simulation, kind);
  return {
    domain: synapsesDomain(of),
    dimension: known.get(variable) as Dimension,
    elements: synapses,
    subexpressions,
  };
}
