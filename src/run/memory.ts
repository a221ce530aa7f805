import { host, seeManual, UserError } from "../base/index.js";
import { expectedCount, isByBlock } from "../network/index.js";
import type { Program } from "../program/index.js";
import { isNarrow, synapseBytes } from "../targets/index.js";

/** Part of the memory there is that a run may take. */
const SHARE = 0.9;

/** Something that takes memory, and what to do about it. */
interface Need {
  what: string;
  bytes: number;
  advice: (most: number) => string;
}

/**
 * Estimates the memory that a run takes, before any work: what is recorded, neurons, synapses.
 * @throws UserError naming what takes most of it, where it is more than there is.
 */
export function requireMemory(program: Program, steps: number): void {
  const needs = [...recordings(program, steps), ...neurons(program), ...synapses(program)];
  const total = needs.reduce((sum, { bytes }) => sum + bytes, 0);
  const there = SHARE * host.memory();
  if (total <= there) return;
  const largest = needs.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const most = Math.max(0, there - (total - largest.bytes));
  throw new UserError(
    `invalid network: ${largest.what} take ${size(largest.bytes)}, and there are ${size(host.memory())}; ${largest.advice(most)}${seeManual("running")}`,
  );
}

function recordings({ monitors }: Program, steps: number): Need[] {
  // how many spikes there will be is not known
  const steady = monitors.filter(({ atSpikes }) => atSpikes === undefined);
  return steady.map(({ of, variable, elements, every, purpose }) => {
    // statistics need one number or two for each
    const samples = purpose === "samples" ? Math.ceil(steps / every) : 2;
    const bytes = 8 * elements.length * samples;
    return {
      what: `recordings of ${variable} of ${of} (${elements.length} neurons, ${samples} samples each)`,
      bytes,
      advice: (most) =>
        `expected at most ${Math.floor(most / 8 / samples)} neurons, or a sample every ${every * Math.ceil(bytes / Math.max(most, 8))} steps`,
    };
  });
}

function neurons({ domains, fields }: Program): Need[] {
  return domains.flatMap((domain) => {
    if (domain.kind === "synapses") return [];
    const own = fields.filter(({ domain: of, shared }) => of === domain.name && !shared).length;
    return [
      {
        what: `the values of ${domain.name} (${domain.size} elements)`,
        bytes: 16 * domain.size * (own + 1),
        advice: () => "expected a smaller one",
      },
    ];
  });
}

function synapses(program: Program): Need[] {
  const { domains, fields } = program;
  return domains.flatMap((domain) => {
    if (domain.kind !== "synapses") return [];
    const { name, label, connection, from, to } = domain;
    const count = expectedCount(connection, { from, to });
    const own = fields.filter(({ domain: of, shared }) => of === name && !shared);
    const values = own.filter(({ dimension }) => dimension !== undefined);
    const kept = synapseBytes(isNarrow(program, domain), values);
    // what goes by blocks is made where it stays; the rest goes through lists of pairs and values
    const each = kept + (isByBlock(connection) ? 0 : 12 + 8 * own.length);
    return [
      {
        what: `the synapses of ${label} (${Math.round(count)} with ${own.length} values each)`,
        bytes: count * each,
        advice: (most) => `expected at most ${Math.floor(most / each)} synapses`,
      },
    ];
  });
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** Bytes in a readable unit. */
function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit + 1 < UNITS.length; unit++) value /= 1000;
  return `${Number(value.toPrecision(3))} ${UNITS[unit]}`;
}
