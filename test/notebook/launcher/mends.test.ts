import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../helpers/data.js";
import { type Ended, LiveKernel, pause } from "../../helpers/liveKernel.js";

const KERNEL = [process.execPath, join(PROJECT, "dist", "notebook", "launcher", "kernel.js")];

let kernel: LiveKernel;
beforeAll(async () => {
  kernel = await LiveKernel.start(KERNEL);
});
afterAll(() => kernel?.stop());

/** Runs a cell that must succeed; returns what it printed. */
async function printed(code: string): Promise<string> {
  const { reply, text } = await kernel.execute(code);
  expect(reply, code).toMatchObject({ status: "ok" });
  return text("stdout");
}

/** Runs a cell that must fail; returns the traceback that a front-end shows. */
async function traceback(code: string): Promise<string[]> {
  const { reply, said, text } = await kernel.execute(code);
  expect(reply, code).toMatchObject({ status: "error" });
  expect(text("stderr")).toBe("");
  const error = said.find(({ type }) => type === "error")?.content as Record<string, unknown>;
  // the answer says the same as the output
  expect(reply).toMatchObject(error);
  return error.traceback as string[];
}

const nameOf = ({ said }: Ended): unknown =>
  said.find(({ type }) => type === "error")?.content.ename;

describe("the shorthand trap", () => {
  it("finds variables of earlier cells in shorthand properties", async () => {
    await printed("let N = 3; const f = () => N;");
    expect(await printed("const both = { N, f }; [both.N, both.f(), [{ N }][0]]")).toBe(
      "[ 3, 3, { N: 3 } ]\n",
    );
    expect(await printed("({ N } = { N: 4 }); ({ N = 5 } = {} as { N?: number }); N")).toBe("5\n");
    expect(await printed("[7].map((N) => ({ N }))")).toBe("[ { N: 7 } ]\n");
  });

  it("names the places of the cell that the user wrote, not of what became of it", async () => {
    await printed("const weight = 1;");
    expect(
      await traceback("const a = { weight }; const b: string = weight;\n({ weight, c: nope });"),
    ).toEqual([
      "1:29 - Type 'number' is not assignable to type 'string'.",
      "2:15 - Cannot find name 'nope'.",
    ]);
  });
});

describe("the destructuring trap", () => {
  it("gives properties of objects of earlier cells other names", async () => {
    await printed("const o = { a: 1, c: { d: 2 }, list: [{ a: 3 }] };");
    expect(await printed("const { a: b, c: { d: deep }, ...rest } = o; [b, deep, rest]")).toBe(
      "[ 1, 2, { list: [ [Object] ] } ]\n",
    );
    expect(await printed("o.list.map(({ a: item }) => item)")).toBe("[ 3 ]\n");
  });
});

describe("for await", () => {
  it("needs no other await in its cell", async () => {
    await printed("async function* items() { yield 1; yield 2; }");
    expect(await printed("for await (const item of items()) console.log(item);")).toBe("1\n2\n");
    expect(
      await printed(
        "if (true) { for await (const item of [Promise.resolve(3)]) console.log(item); }",
      ),
    ).toBe("3\n");
    expect(
      await printed("const g = async () => { for await (const i of items()) return i; }; 'sync'"),
    ).toBe("sync\n");
  });

  it("closes what it leaves early, and says what is no list", async () => {
    await printed(
      "let closed = 0; async function* open() { try { for (;;) yield 1; } finally { closed += 1; } }",
    );
    expect(await printed("for await (const item of open()) break;\nclosed")).toBe("1\n");
    expect(await traceback("for await (const item of 5 as any);")).toEqual([
      "TypeError: 5 is not async iterable",
      expect.stringMatching(/^ {4}at cell \[\d+\]: for await \(const item of 5\)$/),
    ]);
  });
});

describe("errors", () => {
  it("begin with the message; then the user's cells, then packages", async () => {
    await printed('import { mV, nto1, readCSV } from "spikebook";');
    const failed = "const make = () => nto1({ we: mV(3) as any });\n\nmake();";
    const [message, ...places] = await traceback(failed);
    expect(message).toBe(
      "DimensionError: invalid we: 3 mV; expected conductance (S), got voltage (V)",
    );
    expect(places).toEqual([
      expect.stringMatching(
        /^ {4}at make \(cell \[\d+\]: const make = \(\) => nto1\(\{ we: mV\(3\) \}\);\)$/,
      ),
      expect.stringMatching(/^ {4}at cell \[\d+\]: make\(\);$/),
    ]);
  });

  it("tell the awaits that they came through, and their causes", async () => {
    const failed = [
      "const inner = async () => { await null; throw new RangeError('deep', { cause: new Error('why') }); };",
      "const outer = async () => {\n  await inner();\n};",
      "await outer();",
    ].join("\n");
    const lines = (await traceback(failed)).map((line) => line.replace(/cell \[\d+\]/, "cell"));
    expect(lines).toEqual([
      "RangeError: deep",
      expect.stringContaining("at inner (cell: const inner = async () => "),
      "    at outer (cell: await inner();)",
      "    at cell: await outer();",
      "  because of: Error: why",
      expect.stringContaining("at inner (cell: const inner = async () => "),
    ]);
  });

  it("of packages show the cell first and the package's lines last", async () => {
    const lines = await traceback('import { parse } from "papaparse"; parse(Symbol("x") as any);');
    expect(lines[0]).toMatch(/^TypeError: /);
    expect(lines[1]).toMatch(/^ {4}at cell \[\d+\]: parse\(Symbol\("x"\)\);$/);
    expect(lines.slice(2).every((line) => line.includes("papaparse"))).toBe(true);
    expect(lines.join()).not.toMatch(/node:|tslab|evalmachine/);
  });

  it("may be any value", async () => {
    expect(await traceback('throw "text";')).toEqual(["thrown: 'text'"]);
    expect(await traceback("await Promise.reject(undefined);")).toEqual(["thrown: undefined"]);
    expect(await traceback("throw Object.assign(Object.create(null), { a: 1 });")).toEqual([
      "thrown: [Object: null prototype] { a: 1 }",
    ]);
  });

  it("that nobody waits for begin with the message too, and leave the kernel alive", async () => {
    const { text } = await kernel.execute(
      "void Promise.reject(new Error('nobody waits'));\nawait new Promise((done) => setTimeout(done, 50));",
    );
    expect(text("stderr")).toMatch(
      /^Error: nobody waits\n {4}at cell \[\d+\]: void Promise.reject/,
    );
    expect(await printed("1 + 1; 'alive'")).toBe("alive\n");
  });
});

describe("a failure", () => {
  it("aborts the cells that wait, not those that come after it is known", async () => {
    const [first, second] = await Promise.all([
      kernel.execute(
        "await new Promise((done) => setTimeout(done, 50)); throw new Error('first');",
      ),
      kernel.execute("'second'"),
    ]);
    expect(first.reply).toMatchObject({ status: "error" });
    expect(second.reply).toEqual({ status: "aborted" });
    expect(await printed("'third'")).toBe("third\n");
  });

  it("aborts none where the request says so", async () => {
    const [first, second] = await Promise.all([
      kernel.execute("throw new Error('first');", { stop_on_error: false }),
      kernel.execute("'second'"),
    ]);
    expect(first.reply).toMatchObject({ status: "error" });
    expect(second.text("stdout")).toBe("second\n");
  });
});

describe("cells' numbers", () => {
  it("are told when a cell begins; what runs silently is not counted", async () => {
    const begin = async (more: object): Promise<unknown> => {
      const { said, reply } = await kernel.execute("1;", more);
      const told = said.find(({ type }) => type === "execute_input")?.content.execution_count;
      if (!("silent" in more)) expect(told).toBe(reply.execution_count);
      return told;
    };
    const number = Number(await begin({}));
    expect(await begin({ silent: true })).toBeUndefined();
    expect(await begin({})).toBe(number + 1);
  });
});

describe("an interrupt", () => {
  /** Says that the cell has begun, past its synchronous part. */
  const BEGUN = 'await new Promise((done) => setImmediate(done)); console.log("begun");';
  const pressed = (code: string): Promise<Ended> =>
    kernel.executeUntil(code, "begun", () => kernel.interrupt());

  it("ends a loop that awaits, for good, after its finally blocks", async () => {
    await printed("let turns = 0, tidied = 0;");
    const loop = [
      "const loop = async () => {",
      "  try { for (;;) { await new Promise((done) => setTimeout(done, 10)); turns += 1; } }",
      "  finally { await new Promise((done) => setTimeout(done, 10)); tidied += 1; }",
      "};",
      BEGUN,
      "await loop();",
    ];
    expect(nameOf(await pressed(loop.join("\n")))).toBe("InterruptedError");
    const before = await printed("[turns, tidied]");
    await pause(200);
    expect(await printed("[turns, tidied]")).toBe(before);
    expect(before).toMatch(/^\[ \d+, 1 \]\n$/);
  });

  it("ends for await, and closes what gives the items", async () => {
    await printed(
      "let ended = false; async function* ticks() { try { for (;;) { await new Promise((d) => setTimeout(d, 10)); yield 1; } } finally { ended = true; } }",
    );
    const ended = await pressed(`${BEGUN} for await (const tick of ticks());`);
    expect(nameOf(ended)).toBe("InterruptedError");
    expect(await printed("await new Promise((d) => setTimeout(d, 50)); ended")).toBe("true\n");
  });

  it("ends a loop that never leaves a turn to others", async () => {
    expect(nameOf(await pressed(`${BEGUN} for (;;) await null;`))).toBe("InterruptedError");
    const busy = `const step = async () => 1; ${BEGUN} for (;;) await step();`;
    expect(nameOf(await pressed(busy))).toBe("InterruptedError");
    expect(nameOf(await pressed('console.log("begun"); for (;;);'))).toBe("InterruptedError");
  });

  it("reaches listeners; one that is set synchronously does not cost the kernel's life", async () => {
    await printed('const heard = () => console.log("heard");');
    for (const how of ["once", "on"]) {
      const waits = [
        `process.${how}("SIGINT", heard);`,
        BEGUN,
        "await new Promise(() => {});",
      ].join("\n");
      const ended = await pressed(waits);
      expect(ended.text("stdout")).toBe("begun\nheard\n");
      expect(nameOf(ended)).toBe("InterruptedError");
    }
    await printed('process.once("SIGINT", () => console.log("later"));');
    kernel.interrupt();
    await pause(300);
    kernel.interrupt();
    await pause(300);
    expect(kernel.isAlive).toBe(true);
    // Node takes listeners off while the synchronous part of a cell runs
    const turn = "await new Promise((done) => setImmediate(done));";
    expect(await printed(`${turn} process.listenerCount("SIGINT")`)).toBe("2\n");
    await printed('process.off("SIGINT", heard);');
    // one that is there and gone again, and one that a loop hides
    await printed('const no = () => {}; process.on("SIGINT", no); process.off("SIGINT", no);');
    const hidden = 'process.once("SIGINT", () => {}); console.log("begun"); for (;;);';
    expect(nameOf(await pressed(hidden))).toBe("InterruptedError");
    expect(await printed("'alive'")).toBe("alive\n");
  });

  it("lets a sweep say how far it came", async () => {
    const sweeping = [
      'import { progress } from "spikebook";',
      'for await (const n of progress(Array.from({ length: 1000 }), "steps")) {',
      "  await new Promise((done) => setTimeout(done, 5));",
      '  console.log("begun");',
      "}",
    ].join("\n");
    const { said } = await pressed(sweeping);
    const error = said.find(({ type }) => type === "error")?.content;
    expect(error?.ename).toBe("InterruptedError");
    const shown = said.filter(({ type }) => type === "update_display_data").at(-1)?.content;
    expect(JSON.stringify(shown)).toContain("stopped after");
  });

  it("gives up what swallows it, and a second one does so at once", async () => {
    const deaf = [
      BEGUN,
      "let deafTurns = 0;",
      "for (;;) { try { await new Promise((done) => setTimeout(done, 20)); deafTurns += 1; } catch {} if (deafTurns > 300) break; }",
    ].join("\n");
    const ended = await kernel.executeUntil(deaf, "begun", () => {
      kernel.interrupt();
      setTimeout(() => kernel.interrupt(), 200);
    });
    const error = ended.said.find(({ type }) => type === "error")?.content;
    expect(error?.evalue).toBe(
      "interrupted; what the cell had begun did not end and goes on in the background",
    );
    expect(await printed("'alive'")).toBe("alive\n");
  });

  it("may come as a message, where a system has no signals", async () => {
    const ended = kernel.executeUntil(`${BEGUN} await new Promise(() => {});`, "begun", async () =>
      expect(await kernel.interruptByMessage()).toMatchObject({ reply: { status: "ok" } }),
    );
    expect(nameOf(await ended)).toBe("InterruptedError");
  });
});
