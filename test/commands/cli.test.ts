import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cached, ResultCache } from "../../src/cache/index.js";
import { spikebook } from "../helpers/command.js";
import { readJSON } from "../helpers/data.js";

describe("spikebook simulate", () => {
  it("prints one JSON object at full precision", async () => {
    const { rows } = readJSON<{ rows: Record<string, number>[] }>("nto1_we_sweep.json");
    const row = rows.find(({ we_pS, seed }) => we_pS === 15 && seed === 4);
    const { status, stdout } = await spikebook(
      "simulate nto1 --set N=6500 --set we=15pS --seed 4 --duration 10s --json".split(" "),
    );
    expect(status).toBe(0);
    const printed = JSON.parse(stdout);
    expect(printed).toMatchObject({
      N: 6500,
      seed: 4,
      we_pS: 15,
      wi_pS: 60,
      duration_s: 10,
      C_pF: 104,
      output_rate_Hz: row?.output_rate_Hz,
    });
    expect(Math.abs(printed.median_Vm_mV - Number(row?.median_Vm_mV))).toBeLessThan(1e-9);
    expect(printed.spike_times_s).toHaveLength(33);
  });

  it("prints the spikes of networks as a list of lists, and counts", async () => {
    const printed = async (line: string): Promise<Record<string, unknown>> => {
      const { stdout, stderr } = await spikebook(["simulate", ...line.split(" "), "--json"]);
      expect(stderr).toBe("");
      return JSON.parse(stdout);
    };
    const ring = await printed("izhikevich-ring --seed 1 --duration 0.3s");
    const { spike_steps } = readJSON<{ spike_steps: number[][] }>("izhikevich_network.json");
    expect(ring.spike_steps).toEqual(spike_steps);
    const network = await printed("adex-network --seed 1234 --duration 500ms --set stream=numpy");
    expect(network.spike_times_s).toHaveLength(100);
    expect((network.spike_times_s as number[][])[0].map((t) => t.toFixed(4))).toEqual([
      "0.0981",
      "0.2154",
      "0.4087",
    ]);
    const folder = mkdtempSync(join(tmpdir(), "spikebook-mismatch-"));
    const file = join(folder, "mismatch.json");
    writeFileSync(file, JSON.stringify({ Iw_ampa: new Array(200).fill(0) }));
    const { counts } = readJSON<{ counts: number[] }>("dpi_ff_curve.json");
    expect((await printed(`dpi-layer --mismatch ${file}`)).counts).toEqual(counts);
    for (const [content, message] of [
      ["{", "expected JSON like"],
      ["[1, 2]", "it holds [1, 2]; expected JSON like"],
      ["null", "it holds null; expected JSON like"],
      ['{ "Iw_ampa": null }', "Iw_ampa is null; expected JSON like"],
      ['{ "Iw_ampa": 0.1 }', "Iw_ampa is 0.1; expected JSON like"],
      ['{ "Iw_ampa": { "length": 200 } }', "Iw_ampa is { length }; expected JSON like"],
      [`{ "Iw_ampa": "${"x".repeat(200)}" }`, 'Iw_ampa is "xxx'],
      ['{ "Iw_ampa": [0, null] }', "Iw_ampa[1] is null; expected JSON like"],
      ['{ "Iw_ampa": [0.1] }', "invalid number of values of Iw_ampa: 1"],
      [`{ "Iw_ampa": [${"0,".repeat(199)} 1e999] }`, "invalid mismatch of Iw_ampa: Infinity"],
      ['{ "Iw_amp": [] }', "unknown bias: Iw_amp; expected one of Idc"],
      ['{ "__proto__": [] }', "unknown bias: __proto__"],
    ] as const) {
      writeFileSync(file, content);
      const { status, stderr } = await spikebook(["simulate", "dpi-layer", "--mismatch", file]);
      expect(stderr).toContain(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(status).toBe(2);
    }
    rmSync(folder, { recursive: true });
  });

  it("prints a summary to read otherwise", async () => {
    const { stdout } = await spikebook(["simulate", "nto1", "--set", "N=10", "--duration", "1 s"]);
    expect(stdout).toContain("N = 10");
    expect(stdout).toContain("duration = 1 s");
    expect(stdout).toMatch(/output_rate_Hz: \d/);
  });

  it.each([
    [
      "simulate nto2",
      'unknown model: nto2; expected one of nto1, adex-network, izhikevich-ring, dpi-layer, plastic-network, microcircuit; did you mean "nto1"?',
    ],
    ["simulate nto1 --set wee=3pS", /unknown parameter of nto1: wee; .*did you mean "we"\?/],
    ["simulate nto1 --set we=3mV", "invalid we: 3 mV; expected conductance (S), got voltage (V)"],
    ["simulate nto1 --set we=3pX", /invalid we: unknown unit: pX in "3pX"/],
    ["simulate nto1 --set we=3", "invalid we: 3; expected conductance (S), got a plain number"],
    ["simulate nto1 --set we", 'invalid setting: "we"; expected name=value'],
    ["simulate nto1 --set N=0", "invalid N: 0; expected a whole number from 1 to 1000000"],
    ["simulate nto1 --set N=1e12", "invalid N: 1000000000000; expected a whole number"],
    ["simulate nto1 --set N=ten", "invalid N: ten; expected a whole number"],
    ["simulate nto1 --duration -5s", "invalid duration: -5 s; expected more than 0 s"],
    ["simulate nto1 --seed 1 --set seed=2", "invalid settings: seed is given twice"],
    ["simulate nto1 --set constructor=1", "unknown parameter of nto1: constructor"],
    ["simulate nto1 --fast", "unknown option '--fast'"],
    ["simulate nto1 --sed 3", `unknown option '--sed'; did you mean "--seed" or "--set"?`],
    ["sweep nto1 --vry a=1 --measures x", `unknown option '--vry'; did you mean "--vary"?`],
    ["cache lst", `unknown command 'lst'; did you mean "list"?`],
    ["cache list all", "too many arguments for 'list'"],
    ["cache trim 20XB", "invalid size: 20XB; expected a size like 20 GB"],
    ["simulate", "missing required argument 'model'"],
    ["simulat nto1", "unknown command 'simulat'"],
    [
      "notebook run nothing",
      "unknown notebook: nothing; expected the name of a file in notebooks/",
    ],
  ])("refuses `%s` in one line, with status 2", async (line, message) => {
    const { status, stdout, stderr } = await spikebook(line.split(" "));
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")[0]).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("what is written", () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-out-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "file"), "");
  const sweep = "sweep nto1 --vary seed=0..3 --set N=10 --duration 10ms --measures spike_count";

  it.each([
    [`${sweep} --out ${folder}`, "it is a folder"],
    [`${sweep} --out ${folder}/file/table.csv`, "file is a file"],
    [`${sweep} --out ${folder}/new/`, "it is a folder"],
    [`notebook run sweeps --output ${folder}`, "it is a folder"],
    [`notebook run sweeps --output ${folder}/file/a.ipynb`, "file is a file"],
  ])("is refused before the work where it cannot be: %s", async (line, message) => {
    const cache = join(folder, "cache");
    const { status, stdout, stderr } = await spikebook(line.split(" "), { SPIKEBOOK_CACHE: cache });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^spikebook: invalid path: /);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(existsSync(cache)).toBe(false);
  });

  it.each([
    [
      "--executor workers --array 3",
      "invalid option: --array; the executor workers has none, expected --executor slurm",
    ],
    ["--executor in-process --threads 3", "expected --executor workers or slurm"],
    ["--executor workers --sbatch --account=lab", "invalid option: --sbatch"],
    ["--executor in-process --memory 4G", "invalid option: --memory"],
  ])("is not computed with options that mean nothing: %s", async (options, message) => {
    const { status, stderr } = await spikebook([...sweep.split(" "), ...options.split(" ")]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    [
      "seed=0..99999999",
      "invalid range: 0..99999999; expected first..last, ascending, at most 1000000 values",
    ],
    ["seed=9007199254740992..9007199254740993", "invalid range"],
    [
      "seed=0..999999 --vary N=1..20",
      "invalid grid: 20000000 points (1000000 seed × 20 N); expected at most 1000000",
    ],
  ])("is not too much: --vary %s", async (vary, message) => {
    const line = `sweep nto1 --measures spike_count --vary ${vary}`;
    const { status, stderr } = await spikebook(line.split(" "));
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("spikebook cache", () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("lists, sizes and clears the folder that SPIKEBOOK_CACHE names", async () => {
    const cache = new ResultCache(folder);
    await cached("sweep", (n: number) => new Float64Array(n), { cache })(1000);
    await cached("other", () => 1, { cache })();
    const env = { SPIKEBOOK_CACHE: folder };
    expect((await spikebook(["cache", "list"], env)).stdout).toMatch(/sweep: 1 result, 8\.\d kB/);
    expect((await spikebook(["cache", "size"], env)).stdout).toMatch(/^8\.\d kB in 2 results/);
    expect((await spikebook(["cache", "clear", "sweep"], env)).stdout).toMatch(
      /^removed 1 result /,
    );
    expect((await spikebook(["cache", "clear"], env)).stdout).toMatch(/^removed 1 result /);
    expect((await spikebook(["cache", "list"], env)).stdout).toMatch(/holds no results/);
  });
});
