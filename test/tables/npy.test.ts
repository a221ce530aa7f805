import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type NumpyArray, readNpy, readNpz, saveNpy, saveNpz } from "../../src/tables/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-npy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

const arrays: NumpyArray[] = [
  { data: Float64Array.of(0.5, -0, Number.NaN, 1e-320), shape: [4] },
  { data: Int32Array.from({ length: 12 }, (_, i) => i - 4), shape: [3, 4] },
  { data: BigInt64Array.of(-1n, 2n ** 60n), shape: [2, 1] },
  { data: Float32Array.of(1.5), shape: [] },
  { data: new Uint8Array(0), shape: [0] },
];

describe("NumPy files", () => {
  it("come back equal", async () => {
    for (const array of arrays) {
      await saveNpy(file("a.npy"), array);
      expect(await readNpy(file("a.npy"))).toEqual(array);
    }
    const named = Object.fromEntries(arrays.map((array, i) => [`neuron_${i}`, array]));
    await saveNpz(file("a.npz"), named);
    expect(await readNpz(file("a.npz"))).toEqual(named);
    const first = readFileSync(file("a.npz"));
    await saveNpz(file("a.npz"), named);
    expect(readFileSync(file("a.npz")).equals(first)).toBe(true);
  });

  const numpy = spawnSync("/usr/bin/python3", ["-c", "import numpy"]).status === 0;
  const why = numpy
    ? ""
    : " (skipped: /usr/bin/python3 has no numpy; apt-get install python3-numpy)";

  it.skipIf(!numpy)(`are those of real NumPy, both ways${why}`, async () => {
    await saveNpy(file("ours.npy"), { data: Int32Array.of(1, -4, 0, 2), shape: [2, 2] });
    await saveNpz(file("ours.npz"), { neuron_0: Float64Array.of(0.0981, 0.2154) });
    const program = `
import numpy as np, sys
w = np.load("ours.npy"); assert w.dtype == np.int32 and w.tolist() == [[1, -4], [0, 2]]
z = np.load("ours.npz"); assert z["neuron_0"].tolist() == [0.0981, 0.2154]
np.save("theirs.npy", np.arange(6.0).reshape(2, 3)); np.savez_compressed("theirs.npz", a=np.arange(3), b=np.float32([0.5]))
`;
    const { status, stderr } = spawnSync("/usr/bin/python3", ["-c", program], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(await readNpy(file("theirs.npy"))).toEqual({
      data: Float64Array.of(0, 1, 2, 3, 4, 5),
      shape: [2, 3],
    });
    const { a, b } = await readNpz(file("theirs.npz"));
    expect(a.data).toEqual(BigInt64Array.of(0n, 1n, 2n));
    expect(b).toEqual({ data: Float32Array.of(0.5), shape: [1] });
  });

  it("are refused where they are torn, or no such files", async () => {
    await saveNpy(file("b.npy"), arrays[0]);
    const whole = readFileSync(file("b.npy"));
    writeFileSync(file("torn.npy"), whole.subarray(0, whole.length - 3));
    await expect(readNpy(file("torn.npy"))).rejects.toThrow(/torn\.npy; it is cut short/);
    writeFileSync(file("text.npy"), "hello");
    await expect(readNpy(file("text.npy"))).rejects.toThrow("it does not begin as one");
    await expect(readNpz(file("text.npy"))).rejects.toThrow("it is no zip archive");
    await expect(readNpy(file("absent.npy"))).rejects.toThrow("cannot be read (ENOENT)");
    await expect(saveNpy(file("c.npy"), { data: Float64Array.of(1), shape: [2] })).rejects.toThrow(
      "1 numbers of shape (2)",
    );
    await expect(saveNpz(file("c.npz"), { "../x": Float64Array.of(1) })).rejects.toThrow(
      'invalid array name: "../x"',
    );
  });
});
