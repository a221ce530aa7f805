import { InterruptedError } from "../../../base/index.js";
import { type Insertion, insertAll } from "../cells/insertions.js";
import { Interruptible } from "../cells/interruptible.js";
import { visit } from "../cells/rewriteCells.js";
import type { Executor, Tslab } from "../tslab.js";

/** Milliseconds that a cell has, after an interrupt, to end by itself. */
const GRACE = 2000;

/**
 * An interrupt ends what a cell waits for. tslab ends the cell only: the code behind a pending
 * `await` goes on in the background, and so does a loop that awaits. Here every `await` and
 * `for await` of a cell, also in its functions, listens to interrupts: it fails with an
 * InterruptedError, `finally` blocks do their work, and the cell ends where its code ends.
 *
 * Packages that listen for SIGINT, as spikebook's sweeps do, are given the time to end by
 * themselves and to say how far they came.
 */
export function mendInterrupts(tslab: Tslab): void {
  const interruptible = new Interruptible();
  awaitInterruptibly(tslab);
  const { createExecutor } = tslab.executor;
  tslab.executor.createExecutor = (folder, converters, console) => {
    const executor = createExecutor(folder, converters, {
      ...console,
      error: (...values) => console.error(...values.map(namedInterrupt)),
    });
    // tslab put this object there, and cells reach their own `require` by it
    Object.assign((globalThis as unknown as { [KERNEL]: object })[KERNEL], {
      waiting: interruptible.waiting.bind(interruptible),
      waitingEach: interruptible.waitingEach.bind(interruptible),
    });
    return interrupting(executor, interruptible);
  };
}

/** What Node and tslab say of an interrupt, by the name that all interrupts have. */
function namedInterrupt(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  if ((value as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED")
    return new InterruptedError("interrupted");
  if (value.message === "Interrupted asynchronously")
    return new InterruptedError(
      "interrupted; what the cell had begun did not end and goes on in the background",
    );
  return value;
}

/** The name of tslab's global object. */
const KERNEL = "__tslab__";

function interrupting(executor: Executor, interruptible: Interruptible): Executor {
  let running = 0;
  let giveUp: NodeJS.Timeout | undefined;
  return {
    ...executor,
    execute: async (cell) => {
      running += 1;
      interruptible.begin();
      try {
        return await executor.execute(cell);
      } finally {
        running -= 1;
        clearTimeout(giveUp);
        giveUp = undefined;
      }
    },
    interrupt: () => {
      // the kernel's own listener is always there
      const isOthersBusiness = process.listenerCount("SIGINT") > 1;
      const isSecond = giveUp !== undefined;
      interruptible.interrupt(isOthersBusiness && !isSecond ? GRACE / 2 : 0);
      if (running === 0) return;
      clearTimeout(giveUp);
      giveUp = undefined;
      if (isSecond) executor.interrupt();
      else
        giveUp = setTimeout(() => {
          giveUp = undefined;
          executor.interrupt();
        }, GRACE);
    },
  };
}

/** Puts every awaited value of a cell into the hands of what can be interrupted. */
function awaitInterruptibly(tslab: Tslab): void {
  const ts = tslab.typescript;
  const { createConverter } = tslab.converter;
  // awaits are known as such only within an asynchronous function
  const [before, after] = ["(async () => {", "\n})"];
  const rewrite = (output: string): string => {
    const script = ts.createSourceFile(
      "cell.js",
      before + output + after,
      ts.ScriptTarget.ESNext,
      true,
      ts.ScriptKind.JS,
    );
    const insertions: Insertion[] = [];
    const wrap = (expression: { end: number; getStart(): number }, name: string): void => {
      insertions.push({ at: expression.getStart(), text: `${KERNEL}.${name}(` });
      insertions.push({ at: expression.end, text: ")" });
    };
    visit(script, (node) => {
      if (ts.isAwaitExpression(node)) wrap(node.expression, "waiting");
      if (ts.isForOfStatement(node) && node.awaitModifier) wrap(node.expression, "waitingEach");
    });
    return insertAll(script.text, insertions).slice(before.length, -after.length);
  };
  tslab.converter.createConverter = (options) => {
    const converter = createConverter(options);
    return {
      ...converter,
      convert: (declarations, cell) => {
        const converted = converter.convert(declarations, cell);
        return converted.output === undefined
          ? converted
          : { ...converted, output: rewrite(converted.output) };
      },
    };
  };
}
