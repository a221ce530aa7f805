import { print } from "../../../equations/index.js";
import type { Block, Program } from "../../../program/index.js";
import { constant, type Value } from "../assembler/index.js";
import { fillDefaultNormals, fillJuliaNormals, fillNumpyNormals } from "../library/normals.js";
import { noteSpikes } from "../library/spikes.js";
import { RUN, SPIKING } from "../records.js";
import { type BlockFunction, blockFunction } from "./blockFunction.js";
import { indexValue } from "./scope.js";

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
  return blockFunction(block.name, program, block, ({ f, scope: makeScope }) => {
    const scope = makeScope("f64x2");
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
    f.if(count.and(1), () => {
      const last = f.keep(count.sub(1).shl(3));
      for (const name of written) {
        const at = f.keep(scope.address({ kind: "field", domain, name }).add(last));
        f.store(at, f.load("f64", at), 8);
      }
    });
    const sum = f.variable(constant(0, "f64x2"));
    const end = count.add(1).shr(1).shl(4);
    f.for(0, end, 16, (o) => {
      scope.begin();
      const elements = {
        own: o,
        index: () => indexValue(f, o.shr(3), scope.recordEntry(domain, SPIKING.first), "f64x2"),
        noise: noise && ((): Value => f.load("f64x2", noise.add(o))),
      };
      let spiking: Value | undefined;
      scope.carryOut(block.statements, elements, (statement, value) => {
        if (statement.kind !== "emit") return;
        f.comment(`spike where ${print(statement.condition)}`);
        spiking = f.keep(value(statement.condition));
      });
      scope.store(elements);
      for (const name of written) {
        const variable = scope.current(name);
        if (variable) sum.set(sum.add(variable));
      }
      if (spiking) {
        const mask = spiking;
        f.if(mask.any(), () => f.run(noteSpikes, record, mask, o.shr(3), count));
      }
    });
    if (written.length > 0)
      f.if(sum.sub(sum).ne(0).any(), () => f.store(run, constant(1, "i32"), RUN.suspect));
  });
}

/** The variables that a block assigns. */
const statesWritten = ({ statements }: Block, states: readonly string[]): string[] =>
  states.filter((name) => statements.some((item) => item.kind === "set" && item.target === name));
