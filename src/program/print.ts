import { print } from "../equations/index.js";
import { linesOfRepetition } from "../integrators/index.js";
import { NAMED_DIMENSIONS, Quantity } from "../units/index.js";
import type {
  Beginning,
  Block,
  Domain,
  Field,
  Monitor,
  Program,
  Statement,
  Trace,
} from "./program.js";

/** A program as text to read: what there is, and what a step does, in order. */
export function printProgram(program: Program): string {
  const { dt, stream, seed, clock, domains, blocks, recordAt } = program;
  const step = `step of ${timeText(dt)}${clock === "summed" ? ", times summed" : ""}`;
  return [
    `program: ${step}, ${stream} stream, seed ${seed}`,
    ...domains.flatMap((domain) => ["", ...domainLines(domain, program)]),
    "",
    `each step${recordAt === "end" && program.monitors.length > 0 ? " (recorded at its end)" : ""}`,
    ...blocks.flatMap((block, k) => blockLines(block, k + 1, program)),
  ].join("\n");
}

const TIME = NAMED_DIMENSIONS.time.exponents;

const timeText = (seconds: number): string => String(new Quantity(seconds, TIME));

function domainLines(domain: Domain, program: Program): string[] {
  const own = <T extends { domain: string }>(list: readonly T[]): T[] =>
    list.filter((item) => item.domain === domain.name);
  const rows = [
    ...own(program.fields).map((field) => fieldRow(field)),
    ...own(program.traces).map(traceRow),
  ];
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return [domainText(domain), ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)];
}

function domainText(domain: Domain): string {
  switch (domain.kind) {
    case "population":
      return `${domain.name}: ${domain.size} ${domain.size === 1 ? "neuron" : "neurons"}`;
    case "source":
      return `${domain.name}: ${domain.size} channels${domain.events ? `, spikes ${EVENTS[domain.events.kind]}` : ""}`;
    case "synapses": {
      const side = ({ of, start, end }: { of: string; start: number; end: number }): string =>
        `${of}[${start}:${end}]`;
      const { rule, ...options } = domain.connection;
      const told = Object.entries(options)
        .filter(([, value]) => typeof value !== "object" && value !== undefined)
        .map(([name, value]) => ` ${name} ${value}`)
        .join(",");
      return `${domain.name}: ${side(domain.from)} to ${side(domain.to)}, ${rule}${told}`;
    }
  }
}

const EVENTS = {
  given: "given by step",
  times: "given by time",
  renewal: "drawn before the run",
} as const;

function fieldRow({ name, shared, begins, dimension, isState, isSingle }: Field): [string, string] {
  const each = isSingle ? "one for each, of 32 bits" : "one for each";
  const what = shared ? "one for all" : isState ? "state of each" : each;
  return [name, `${what}: ${beginningText(begins, dimension)}`];
}

function beginningText(begins: Beginning, dimension: Field["dimension"]): string {
  const shown = (value: number): string =>
    dimension ? String(new Quantity(value, dimension)) : String(value);
  switch (begins.kind) {
    case "value":
      return shown(begins.value);
    case "each":
      return `given, from ${shown(begins.values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY))} to ${shown(begins.values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))}`;
    case "places":
      return "its place among those of its pair";
    case "drawn": {
      const { distribution, parameters } = begins.drawn;
      return `${distribution}(${parameters.join(", ")}), stream "${begins.purpose}"`;
    }
    case "expression":
      return `${print(begins.expression)}, stream "${begins.purpose}"`;
    case "steps":
      return `${beginningText(begins.of, TIME)} in steps${begins.more ? `, and ${begins.more} more` : ""}`;
    case "computed":
      return print(begins.expression);
    case "propagator":
      return `entry ${begins.row}, ${begins.column} of the exponential of the system's matrix times dt`;
  }
}

const traceRow = ({ name, side, tau }: Trace): [string, string] => [
  name,
  `trace of the ${side}'s spikes: each adds 1, which decays with ${timeText(tau)}`,
];

function blockLines(block: Block, number: number, { monitors }: Program): string[] {
  const { name, draws, statements, elements } = block;
  const own = [
    ...(draws ? [`xi = a normal deviate, stream "${draws.normal}"`] : []),
    ...statements.flatMap((statement) => linesOf(statement, monitors)),
  ];
  const who = elements ? `, of ${elements.length} chosen` : "";
  return [
    `${String(number).padStart(3)}. ${name}, ${whenText(block)}${who}`,
    ...own.map((line) => `       ${line}`),
  ];
}

function whenText({ when: moment }: Block): string {
  switch (moment.kind) {
    case "step":
      if (moment.at)
        return `for each element, in ${moment.at.length} steps: ${moment.at.slice(0, 5).join(", ")}${moment.at.length > 5 ? ", ..." : ""}`;
      return moment.every === 1
        ? "for each element"
        : `for each element, every ${moment.every} steps`;
    case "spike":
      return moment.event ? `for each ${moment.event}` : "for each element that spikes";
    case "source spike":
      return `for each spike of the source, after each synapse's ${delayText(moment.delay)}`;
    case "target spike":
      return moment.times === 0
        ? "for each spike of the target, at once"
        : `for each spike of the target, after ${moment.times === 2 ? "twice " : ""}each synapse's ${delayText(moment.delay)}`;
  }
}

const delayText = (field: string): string => field.slice(1);

/** The lines of a statement; of those that are repeated, each further in. */
function linesOf(statement: Statement, monitors: readonly Monitor[]): string[] {
  if (statement.kind !== "repeat") return [statementText(statement, monitors)];
  return linesOfRepetition(
    statement,
    statement.statements.flatMap((item) => linesOf(item, monitors)),
  );
}

function statementText(statement: Statement, monitors: readonly Monitor[]): string {
  switch (statement.kind) {
    case "set":
      return `${statement.target} = ${print(statement.expression)}`;
    case "draw":
      return `${statement.target} = a ${statement.distribution} deviate${statement.mean ? ` of mean ${print(statement.mean)}` : ""}${statement.isForAll ? ", drawn for all before" : ""}, stream "${statement.purpose}"`;
    case "repeat":
      return "repeat";
    case "timed":
      return `${statement.target} = the values that hold at t`;
    case "solve":
      return `${statement.target} = the solution of the cable equation: ${statement.loss} and ${statement.drive} of each compartment, and what flows between neighbours`;
    case "sum":
      return `${statement.target} = sum over its synapses of ${print(statement.expression)}`;
    case "emit":
      return `spike where ${print(statement.condition)}`;
    case "emit poisson":
      return `spikes: a Poisson deviate of mean ${statement.mean}, stream "${statement.purpose}"`;
    case "emit poisson together":
      return `spikes: Poisson deviates of mean ${statement.mean}, drawn for 256 together, stream "${statement.purpose}"`;
    case "emit events":
      return "spikes: those known for this step";
    case "record":
      return `record ${print(statement.expression)} as ${monitors[statement.monitor].variable}`;
  }
}
