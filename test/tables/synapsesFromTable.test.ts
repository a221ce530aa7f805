import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { hdf5Bytes } from "../../src/tables/files/hdf5.js";
import {
  dataFrame,
  saveCSV,
  saveParquet,
  synapsesFromTable,
  synapseTable,
  unitsToHeader,
} from "../../src/tables/index.js";
import { ms, mV, nS, pA, type QuantityArray } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-connections-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const write = (content: string | Uint8Array, ending = "csv"): string => {
  const file = join(folder, `${++files}.${ending}`);
  writeFileSync(file, content);
  return file;
};

const CSV =
  'source,target,weight_pA,delay_ms,note\n0,2,1.5,1,a\n3,1,-2.25,0.5,"b, c"\n1,1,3e-1,2,\n';

describe("connections of a table", () => {
  it("are read from CSV, with units in the header", async () => {
    const read = await synapsesFromTable(write(CSV));
    expect(read.connection.rule).toBe("list");
    expect(read.connection.sources).toEqual(Int32Array.of(0, 3, 1));
    expect(read.connection.targets).toEqual(Int32Array.of(2, 1, 1));
    expect((read.parameters.weight as QuantityArray<"current">).in(pA)).toEqual(
      Float64Array.of(1.5, -2.25, 0.3),
    );
    expect(read.delay?.in(ms)).toEqual(Float64Array.of(1, 0.5, 2));
    expect([read.count, read.sources, read.targets]).toEqual([3, 4, 3]);
    expect(Object.keys(read.parameters)).toEqual(["weight"]);
  });

  it("are the same from Parquet, a table, rows and columns", async () => {
    const rows = [
      { pre: 0, post: 2, weight: 1.5, delay_ms: 1 },
      { pre: 3, post: 1, weight: -2.25, delay_ms: 0.5 },
    ];
    const parquet = join(folder, "table.parquet");
    await saveParquet(dataFrame(rows), parquet);
    const csv = join(folder, "table.csv");
    await saveCSV(dataFrame(rows), csv);
    const columns = {
      pre: Int32Array.of(0, 3),
      post: [2, 1],
      weight: Float64Array.of(1.5, -2.25),
      delay: ms([1, 0.5]),
    };
    const expected = await synapsesFromTable(rows);
    expect(expected.parameters.weight).toEqual(Float64Array.of(1.5, -2.25));
    expect(expected.delay?.in(ms)).toEqual(Float64Array.of(1, 0.5));
    for (const given of [parquet, csv, dataFrame(rows), columns])
      expect(await synapsesFromTable(given as never)).toEqual(expected);
  });

  it("are read from SONATA edges, in the order of their attributes", async () => {
    const bytes = await hdf5Bytes((file) => {
      const edges = file.create_group("edges").create_group("v1_to_v1");
      edges.create_dataset({ name: "source_node_id", data: BigUint64Array.of(0n, 3n, 1n) });
      edges.create_dataset({ name: "target_node_id", data: BigUint64Array.of(2n, 1n, 1n) });
      edges.create_dataset({ name: "edge_group_index", data: BigUint64Array.of(1n, 0n, 2n) });
      const group = edges.create_group("0");
      group.create_dataset({ name: "syn_weight", data: Float64Array.of(-2, 1, 3) });
      group.create_dataset({ name: "delay", data: Float64Array.of(0.5, 1, 2) });
    });
    const file = write(bytes, "h5");
    const read = await synapsesFromTable(file, {
      values: { weight: "syn_weight" },
      units: { syn_weight: nS },
    });
    expect(read.connection.sources).toEqual(Int32Array.of(0, 3, 1));
    expect((read.parameters.weight as QuantityArray<"conductance">).in(nS)).toEqual(
      Float64Array.of(1, -2, 3),
    );
    expect(read.delay?.in(ms)).toEqual(Float64Array.of(1, 0.5, 2));
    await expect(synapsesFromTable(file, { population: "v2" })).rejects.toThrow(
      "no population v2, only v1_to_v1",
    );
  });

  it("make the network that they were read from", async () => {
    const cells = population("cells", {
      N: 6,
      equations: "dv/dt = (15*mV - v)/(10*ms) : volt",
      threshold: "v > 10*mV",
      reset: "v = 0*mV",
      initial: { v: mV([0, 1, 2, 3, 4, 5]) },
    });
    const options = { from: cells, to: cells, onPre: "v += w" };
    const made = (item: ReturnType<typeof synapses>) =>
      network({ populations: [cells], synapses: [item], duration: ms(100) });
    const first = await run(
      made(
        synapses("s", {
          ...options,
          connection: { rule: "inDegree", inDegree: 2 },
          parameters: { w: mV(Array.from({ length: 12 }, (_, k) => 0.1 * k)) },
          delay: ms(Array.from({ length: 12 }, (_, k) => 1 + 0.1 * k)),
        }),
      ),
    );
    const file = join(folder, "made.parquet");
    await saveParquet(unitsToHeader(synapseTable(first.synapsesOf("s"))), file);
    const read = await synapsesFromTable(file);
    const again = await run(made(synapses("s", { ...options, ...pick(read) })));
    expect(again.spikeSteps("cells")).toEqual(first.spikeSteps("cells"));
    expect(first.spikeCount()).toBeGreaterThan(20);
  });

  const pick = ({
    connection,
    parameters,
    delay,
  }: Awaited<ReturnType<typeof synapsesFromTable>>) => ({
    connection,
    parameters,
    ...(delay && { delay }),
  });

  it("of any numbers are read to the last digit, whatever the pieces", async () => {
    const row = fc.tuple(
      fc.nat(2 ** 31 - 2),
      fc.nat(1000),
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 200 }), async (rows) => {
        const text = rows.map((values, k) => values.join(",") + (k % 3 === 0 ? "\r\n" : "\n"));
        const file = write(`i_pre,i_post,weight\n${text.join("")}`);
        const { connection, parameters } = await synapsesFromTable(file);
        expect([...connection.sources]).toEqual(rows.map(([source]) => source));
        expect([...(parameters.weight as Float64Array)].map((x) => x + 0)).toEqual(
          rows.map(([, , weight]) => weight + 0),
        );
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it("are read across pieces, and lines that are longer than one", async () => {
    const long = "x".repeat(5e6);
    const rows = Array.from({ length: 400_000 }, (_, k) => `${k},${k % 77},0.${k}`);
    rows.splice(200_000, 0, `7,7,"1"`);
    const text = `source,target,weight\n${rows.join("\n")}`;
    const read = await synapsesFromTable(write(text));
    expect(read.count).toBe(400_001);
    expect(read.connection.sources[400_000]).toBe(399_999);
    expect((read.parameters.weight as Float64Array)[399_000]).toBe(0.398999);
    expect((read.parameters.weight as Float64Array)[200_000]).toBe(1);
    const noted = await synapsesFromTable(
      write(`source,target,note\n1,2,${long}\n3,4,"${long}\n"\n`),
    );
    expect(noted.connection.sources).toEqual(Int32Array.of(1, 3));
  }, 30_000);

  it("count from 1 where told to", async () => {
    const read = await synapsesFromTable(write("source,target\n1,2\n2,1\n"), { firstIndex: 1 });
    expect(read.connection.sources).toEqual(Int32Array.of(0, 1));
    await expect(
      synapsesFromTable(write("source,target\n1,2\n0,1\n"), { firstIndex: 1 }),
    ).rejects.toThrow("row 2: source is 0; expected a whole number from 1 on");
  });
});

describe("tables that are not right", () => {
  it.each([
    ["source,target\n0,1\n0.5,1\n", {}, "row 2: source is 0.5; expected a whole number from 0 on"],
    ["source,target\n0,1\n1,-1\n", {}, "row 2: target is -1"],
    ["source,target\n0,4294967296\n", {}, "row 1: target is 4294967296"],
    ["source,target,weight\n0,1,2\n0,1,\n", {}, 'row 2: weight is ""; expected a number'],
    ["source,target,weight\n0,1,two\n", {}, 'row 1: weight is "two"'],
    ["source,target,weight\n0,1,1e999\n", {}, "row 1: weight is Infinity"],
    [
      "source,target,delay_ms\n0,1,-1\n",
      {},
      "row 1: delay_ms is -1; expected a number of 0 or more",
    ],
    ["source,target\n0,1\n0\n", {}, "line 3: 1 fields; expected 2"],
    ["source,target\n0,1,5\n", {}, "line 2: 3 fields; expected 2"],
    ['source,target\n0,"1\n', {}, "line 2: a quotation mark is missing"],
    ["source,target\n", {}, "it has no rows"],
    ["", {}, "it is empty"],
    ["source,source\n1,1\n", {}, "two columns are named"],
    ["a,b\n0,1\n", {}, "missing column: none of a, b"],
    ["source,target,delay\n0,1,5\n", {}, "its unit is missing or not one of time"],
    ["source,target\n0,1\n", { source: "sorce" }, "unknown column for source: sorce"],
    ["source,target\n0,1\n", { values: ["weight"] }, "unknown column for values: weight"],
    ["source,target\n0,1\n", { values: { w: "source" } }, "source is asked for twice"],
    ["source,target\n0,1\n", { value: ["weight"] }, 'did you mean "values"'],
    ["source,target\n0,1\n", { firstIndex: 2 }, "invalid firstIndex: 2"],
    ["source,target\n0,1\n", { units: { w: ms } }, "unknown column for units: w"],
  ])("are refused: %j %j", async (text, options, message) => {
    await expect(synapsesFromTable(write(text), options as never)).rejects.toThrow(message);
  });

  it("are refused, naming the file", async () => {
    const file = write("source,target\n0,x\n");
    await expect(synapsesFromTable(file)).rejects.toThrow(`invalid CSV file: ${file}; row 1`);
    await expect(synapsesFromTable(join(folder, "none.csv"))).rejects.toThrow("ENOENT");
    const parquet = join(folder, "odd.parquet");
    await saveParquet(dataFrame({ source: ["a"], target: [1] }), parquet);
    await expect(synapsesFromTable(parquet)).rejects.toThrow('row 1: source is "a"');
    await saveParquet(dataFrame({ source: [1, null], target: [1, 2] }), parquet);
    await expect(synapsesFromTable(parquet)).rejects.toThrow("row 2: source");
    await expect(synapsesFromTable(write("PAR1 but no more", "parquet"))).rejects.toThrow(
      "invalid Parquet file",
    );
    await expect(synapsesFromTable(3 as never)).rejects.toThrow("invalid table of connections: 3");
    await expect(synapsesFromTable([{ source: 1, target: ms(1) }] as never)).rejects.toThrow(
      "row 1: target",
    );
  });
});
