import { InternalError } from "../../../base/index.js";
import { print } from "../../../equations/index.js";
import {
  type Block,
  FIELDS,
  type Program,
  type Statement,
  withRepeated,
} from "../../../program/index.js";
import { constant, type FunctionWriter, type Value } from "../assembler/index.js";
import { fillDefaultNormals, fillJuliaNormals, fillNumpyNormals } from "../library/normals.js";
import { fillPoisson } from "../library/poissonCounts.js";
import { noteSpikes } from "../library/spikes.js";
import { RUN, SPIKING } from "../records.js";
import { awakeStatements } from "./awake.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";
import { leaveOtherSteps } from "./moment.js";
import { type BlockScope, indexValue, type NumberShape } from "./scope/scope.js";

const FILL_NORMALS = {
  default: fillDefaultNormals,
  julia: fillJuliaNormals,
  numpy: fillNumpyNormals,
} as const;

/**
 * The step of a population, on two neurons at once: its statements, and who spikes. What the
 * variables have become is summed up: the sum is no number, or infinite, where one of them is.
 */
export function updateFunction(program: Program, block: Block): BlockFunction {
  const { domain } = block;
  const states = program.fields
    .filter((field) => field.domain === domain && field.isState)
    .map(({ name }) => name);
  const isAlone = program.domains.some(
    (own) => own.kind !== "synapses" && own.name === domain && own.size === 1,
  );
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    leaveOtherSteps(f, block, base, step, slots);
    const shape: NumberShape = isAlone ? "f64" : "f64x2";
    const scope = makeScope(shape);
    const record = scope.address({ kind: "record", domain });
    const count = scope.recordEntry(domain, SPIKING.count);
    const noise = block.draws ? scope.recordEntry(domain, SPIKING.noise) : undefined;
    const run = scope.address({ kind: "run" });
    if (noise) {
      const generator =
        program.stream === "default"
          ? f.load("i32", record, SPIKING.generators)
          : f.load("i32", run, RUN.generator);
      f.run(FILL_NORMALS[program.stream], noise, count, generator);
    }
    // behind an odd count stands nobody: a copy of the last neuron, which does what that one does
    const written = statesWritten(block, states);
    if (!isAlone)
      f.if(count.and(1), () => {
        const last = f.keep(count.sub(1).shl(3));
        for (const name of written) {
          const at = f.keep(scope.address({ kind: "field", domain, name }).add(last));
          f.store(at, f.load("f64", at), 8);
        }
      });
    const drawn = drawnBefore(f, scope, block, count);
    const sum = f.variable(constant(0, shape));
    const end = isAlone ? count.shl(3) : count.add(1).shr(1).shl(4);
    const isField = (name: string): boolean =>
      program.fields.some((field) => field.domain === domain && field.name === name);
    const awake = isAlone ? undefined : awakeStatements(block.statements, isField);
    const ofTwo = (o: Value, statements: readonly Statement[]): void => {
      scope.begin();
      const elements = {
        own: o,
        index: () => indexValue(f, o.shr(3), scope.recordEntry(domain, SPIKING.first), shape),
        noise: noise && ((): Value => f.load(shape, noise.add(o))),
        drawn,
      };
      let spiking: Value | undefined;
      let emitter = domain;
      scope.carryOut(statements, elements, (statement, value) => {
        if (statement.kind !== "emit") return;
        f.comment(`spike where ${print(statement.condition)}`);
        spiking = f.keep(value(statement.condition));
        emitter = statement.event ?? domain;
      });
      scope.store(elements);
      const results: Value[] = written.flatMap((name) => scope.current(name) ?? []);
      if (results.length > 0) sum.set(sum.add(sumOf(results)));
      if (spiking) {
        const mask = spiking;
        const list =
          emitter === domain ? record : scope.address({ kind: "record", domain: emitter });
        f.if(mask.any(), () =>
          isAlone ? noteSpike(f, scope, emitter) : f.run(noteSpikes, list, mask, o.shr(3), count),
        );
      }
    };
    const all = (): void => f.for(0, end, 16, (o) => ofTwo(o, block.statements));
    if (awake) {
      const rest = scope.address({ kind: "field", domain, name: FIELDS.rest });
      const isResting = (o: Value): Value => f.load(shape, rest.add(o)).any();
      const areMany = f.load("i32", record, SPIKING.resting).shl(FEW_RESTING).gt(count);
      f.if(areMany.and(step.and(LOOK - 1).ne(0)), all, () => {
        const resting = f.variable(0, "i32");
        f.for(0, end, 16, (o) =>
          f.if(
            isResting(o),
            () => {
              resting.set(resting.add(1));
              ofTwo(o, block.statements);
            },
            () => ofTwo(o, awake),
          ),
        );
        f.store(record, resting, SPIKING.resting);
      });
    } else all();
    if (written.length > 0)
      f.if(sum.sub(sum).ne(0).any(), () => f.store(run, constant(1, "i32"), RUN.suspect));
  });
}

/** Draws the Poisson deviates whose mean all neurons share, for all of them: where they stand, by their purposes. */
function drawnBefore(
  f: FunctionWriter,
  scope: BlockScope,
  { domain, statements }: Block,
  count: Value,
): ReadonlyMap<string, Value> {
  const drawn = new Map<string, Value>();
  for (const statement of statements) {
    if (statement.kind !== "draw" || !statement.mean || !statement.isForAll) continue;
    const { purpose } = statement;
    const mean = scope.valueOfAll(statement.mean);
    if (!mean) throw new InternalError(`${print(statement.mean)} is not the same for all`);
    const to = scope.address({ kind: "poisson", domain, purpose, what: "deviates" });
    const table = scope.address({ kind: "poisson", domain, purpose, what: "table" });
    const generators = scope.address({ kind: "generators", domain, purpose });
    f.run(fillPoisson, to, count, generators, table, mean.shape === "f64" ? mean : mean.lane(0));
    drawn.set(purpose, to);
  }
  return drawn;
}

/**
 * A branch that goes now one way, now the other takes longer than what it leaves out: up to so many resting pairs
 * it is taken, neurons divided by this power of 2; and in one of so many steps, to see how many there are.
 */
const FEW_RESTING = 6;
const LOOK = 64;

/** A sum in pairs, so that no addition waits for more of them than it must. */
function sumOf(values: readonly Value[]): Value {
  if (values.length === 1) return values[0];
  const half = values.length >> 1;
  return sumOf(values.slice(0, half)).add(sumOf(values.slice(half)));
}

/** Notes that the only neuron of a population spikes. */
function noteSpike(f: FunctionWriter, scope: BlockScope, domain: string): void {
  const list = f.keep(scope.readEntry(domain, SPIKING.spikesNow));
  f.store(list, scope.readEntry(domain, SPIKING.first), 4);
  f.store(list, constant(1, "i32"));
}

/** The variables that a block assigns. */
function statesWritten({ statements }: Block, states: readonly string[]): string[] {
  const all = withRepeated(statements);
  return states.filter((name) => all.some((item) => item.kind === "set" && item.target === name));
}
