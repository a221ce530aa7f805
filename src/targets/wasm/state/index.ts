import { InternalError } from "../../../base/index.js";
import { StepTimes } from "../../../network/index.js";
import type { Program } from "../../../program/index.js";
import { ownerDomain, resolved } from "../../../program/index.js";
import type { Pathway } from "../code/synapses/pathway.js";
import type { PartLayout, PlacedSpiking, PlacedSynapses } from "../layout/index.js";
import { GENERATOR_SIZE, RUN, RUN_RECORD, SPIKING } from "../records.js";
import { eventsBefore, putGenerators, putSpikes, takeGenerators, takeSpikes } from "./spiking.js";
import { putSynapses, type SynapsesState, takeSynapses } from "./synapses.js";

// The state of a network between two steps, by the names of the things it belongs to, not by their
// places in memory: a run can go on from it with any number of threads.

/** The state after a step: all that the steps to come depend on and that cannot be drawn again. */
export interface KernelState {
  /** Numbers that steps change, of whole populations, by domain and field. */
  readonly fields: ReadonlyMap<string, Float64Array>;
  /** The last steps' spikes (step and index in turn) that are still on their way, by domain. */
  readonly spikes: ReadonlyMap<string, Int32Array>;
  /** States of generators, by domain, of all its blocks. */
  readonly generators: ReadonlyMap<string, Uint8Array>;
  /** States of the generators of draws, by purpose. */
  readonly draws: ReadonlyMap<string, Uint8Array>;
  /** The one generator of published streams. */
  readonly generator: Uint8Array;
  readonly synapses: ReadonlyMap<string, SynapsesState>;
}

/** A part with its memory. */
export interface PartInMemory {
  memory: WebAssembly.Memory;
  layout: PartLayout;
}

const keyOf = (domain: string, name: string): string => `${domain}\n${name}`;

/** The fields that the blocks of a program change. */
function changedFields({ blocks, domains }: Program): Set<string> {
  const changed = new Set<string>();
  for (const { domain, statements } of blocks) {
    for (const statement of statements) {
      const { kind } = statement;
      if (kind !== "set" && kind !== "sum" && kind !== "solve") continue;
      const { name, side } = resolved(statement.target);
      changed.add(keyOf(ownerDomain(domains, domain, side), name));
    }
  }
  return changed;
}

/** Takes the state after a step out of the memories of all threads. */
export function takeState(
  program: Program,
  pathways: readonly Pathway[],
  parts: readonly PartInMemory[],
  nextStep: number,
): KernelState {
  const changed = changedFields(program);
  const fields = new Map<string, Float64Array>();
  for (const { memory, layout } of parts)
    for (const { field, address, range } of layout.fields) {
      const key = keyOf(field.domain, field.name);
      if (!changed.has(key)) continue;
      const domain = program.domains.find(({ name }) => name === field.domain);
      if (!domain || domain.kind === "synapses") throw new InternalError(`no domain of ${key}`);
      const whole = fields.get(key) ?? new Float64Array(domain.size);
      fields.set(key, whole);
      const count = range.end - range.first;
      whole.set(new Float64Array(memory.buffer, address, count), range.first);
    }
  const spikes = new Map<string, Int32Array>();
  const generators = new Map<string, Uint8Array>();
  for (const domain of program.domains) {
    if (domain.kind === "synapses") continue;
    const placed = parts.map(({ memory, layout }) => ({
      memory,
      placed: layout.spiking.get(domain.name) as PlacedSpiking,
    }));
    const recent = takeSpikes(placed, nextStep);
    if (recent.length > 0) spikes.set(domain.name, recent);
    const states = takeGenerators(placed, domain.size);
    if (states) generators.set(domain.name, states);
  }
  const [{ memory, layout }] = parts;
  const draws = new Map<string, Uint8Array>();
  for (const { purpose, size } of parts[0].layout.draws) {
    const placed = parts.flatMap(({ memory: own, layout: { draws: all } }) =>
      all.filter((draw) => draw.purpose === purpose).map((draw) => ({ memory: own, placed: draw })),
    );
    const states = takeGenerators(placed, size);
    if (states) draws.set(purpose, states);
  }
  const synapses = new Map<string, SynapsesState>();
  for (const { domain, variables } of pathways)
    if (variables.length > 0)
      synapses.set(
        domain.name,
        takeSynapses(
          parts.map((part) => ({
            memory: part.memory,
            placed: part.layout.synapses.get(domain.name) as PlacedSynapses,
          })),
          variables,
        ),
      );
  return {
    fields,
    spikes,
    generators,
    draws,
    generator: new Uint8Array(memory.buffer, layout.generator, GENERATOR_SIZE).slice(),
    synapses,
  };
}

/** Puts a state into the memories of all threads, which were built for the same network. */
export function putState(
  program: Program,
  pathways: readonly Pathway[],
  parts: readonly PartInMemory[],
  state: KernelState,
  nextStep: number,
): void {
  for (const { memory, layout } of parts) {
    const { buffer } = memory;
    for (const { field, address, range } of layout.fields) {
      const whole = state.fields.get(keyOf(field.domain, field.name));
      if (!whole) continue;
      const own = whole.subarray(range.first, range.end);
      const values = new Float64Array(buffer, address, own.length + (own.length % 2));
      values.set(own);
      if (own.length % 2 === 1) values[own.length] = own[own.length - 1];
    }
    for (const [domain, placed] of layout.spiking) {
      putSpikes(memory, placed, state.spikes.get(domain) ?? new Int32Array(0));
      putGenerators(memory, placed, state.generators.get(domain));
      if (placed.events)
        new DataView(buffer).setUint32(
          placed.record + SPIKING.nextEvent,
          eventsBefore(placed.events, nextStep),
          true,
        );
    }
    for (const draw of layout.draws) putGenerators(memory, draw, state.draws.get(draw.purpose));
    const generator = new DataView(buffer).getUint32(RUN_RECORD + RUN.generator, true);
    new Uint8Array(buffer).set(state.generator, generator);
    const times = new StepTimes(program.clock, program.dt);
    new DataView(buffer).setFloat64(RUN_RECORD + RUN.time, times.at(nextStep), true);
  }
  for (const { domain, variables } of pathways) {
    if (variables.length === 0) continue;
    const own = state.synapses.get(domain.name);
    if (!own) throw new InternalError(`no state of ${domain.name}`);
    putSynapses(
      parts.map(({ memory, layout }) => ({
        memory,
        placed: layout.synapses.get(domain.name) as PlacedSynapses,
      })),
      own,
    );
  }
}
