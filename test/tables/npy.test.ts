import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { type NumpyArray, readNpy, readNpz, saveNpy, saveNpz } from "../../src/tables/index.js";
import { drawnFrom } from "../helpers/draw.js";

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
    await expect(readNpz(file("text.npy"))).rejects.toThrow(
      "it is no zip archive, or a damaged one",
    );
    await expect(readNpy(file("absent.npy"))).rejects.toThrow("cannot be read (ENOENT)");
    await expect(saveNpy(file("c.npy"), { data: Float64Array.of(1), shape: [2] })).rejects.toThrow(
      "1 numbers of shape (2)",
    );
    await expect(saveNpz(file("c.npz"), { "../x": Float64Array.of(1) })).rejects.toThrow(
      'invalid array name: "../x"',
    );
  });

  it("refuse what is no array", async () => {
    const data = Float64Array.of(1, 2);
    for (const [array, message] of [
      [undefined, "invalid data of array: undefined; expected a typed array"],
      [null, "invalid options of array: null"],
      [{ data: [1, 2], shape: [2] }, "invalid data of array: [1, 2]; expected a typed array"],
      [{ data, shape: [-2] }, "invalid shape of array: [-2]"],
      [{ data, shape: 2 }, "invalid shape of array: 2; expected the length of each axis"],
      [{ data, shape: [2.5] }, "invalid shape of array: [2.5]"],
      [{ data }, "invalid shape of array: undefined"],
      [{ data, shape: [2], fortran_order: true }, "unknown option of array: fortran_order"],
    ] as const)
      await expect(saveNpy(file("odd.npy"), array as never)).rejects.toThrow(message);
    for (const [arrays, message] of [
      [undefined, "invalid arrays: undefined; expected arrays by name"],
      [data, "invalid arrays: 1,2; expected arrays by name"],
      [{ a: 5 }, "invalid options of array a: 5"],
      [{ a: { data, shape: [3] } }, "invalid array a: 2 numbers of shape (3)"],
    ] as const)
      await expect(saveNpz(file("odd.npz"), arrays as never)).rejects.toThrow(message);
    expect(existsSync(file("odd.npy"))).toBe(false);
  });

  it("have one of the headers there are", async () => {
    const withHeader = (header: string, version = 1, bytes = 16): Uint8Array =>
      Buffer.concat([
        Buffer.from("\u0093NUMPY", "latin1"),
        Buffer.from([version, 0, header.length & 255, header.length >> 8]),
        Buffer.from(version === 1 ? [] : [0, 0]),
        Buffer.from(header),
        Buffer.alloc(bytes),
      ]);
    const read = (content: Uint8Array): Promise<NumpyArray> => {
      writeFileSync(file("header.npy"), content);
      return readNpy(file("header.npy"));
    };
    const dict = (shape: string, order = "False", descr = "'<f8'"): string =>
      `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
    for (const version of [1, 2, 3])
      expect((await read(withHeader(dict("(2,)"), version))).shape).toEqual([2]);
    expect((await read(withHeader(dict("( 1 , 2 )")))).shape).toEqual([1, 2]);
    for (const [content, message] of [
      [withHeader(dict("(1 2)")), "its header is not understood"],
      [withHeader(dict("(-2,)")), "its header is not understood"],
      [withHeader(dict("2")), "its header is not understood"],
      [withHeader(dict("(2,)", "maybe")), "its header is not understood"],
      [withHeader(dict("(2,)", "True")), "its axes are in Fortran's order"],
      [withHeader(dict("(2,)", "False", "'>f8'")), "it holds >f8; expected <f8"],
      [withHeader(dict("(2,)", "False", "'constructor'")), "it holds constructor"],
      [withHeader(dict("(2,)", "False", "[('a', '<f8')]")), "its header is not understood"],
      [withHeader(dict("(3,)")), "it is cut short"],
      [withHeader(dict("(1,)")), "it holds 16 bytes of numbers; expected 8, as its shape says"],
      [withHeader(dict("(99999999999999999999999,)")), "it is cut short"],
      [withHeader(dict("(2,)"), 9), "its version is 9; expected 1, 2 or 3"],
      [withHeader("").subarray(0, 7), "it is cut short"],
    ] as const)
      await expect(read(content), message).rejects.toThrow(message);
  });

  it("are read right or refused, whatever happened to them", async () => {
    const named = Object.fromEntries(arrays.map((array, i) => [`neuron_${i}`, array]));
    await saveNpz(file("whole.npz"), named);
    await saveNpy(file("whole.npy"), arrays[1]);
    const { integer } = drawnFrom(5);
    const outcomes = { right: 0, refused: 0 };
    for (const name of ["whole.npz", "whole.npy"])
      for (let k = 0; k < 400; k++) {
        const bytes = Buffer.from(readFileSync(file(name)));
        const at = integer(bytes.length);
        // of .npy, what tells what follows; the numbers themselves have no checksum there
        if (k % 2 === 0) bytes[name === "whole.npy" ? at % 100 : at] ^= 1 << integer(8);
        writeFileSync(file(`k-${name}`), k % 2 === 0 ? bytes : bytes.subarray(0, at));
        try {
          if (name === "whole.npz") expect(await readNpz(file(`k-${name}`))).toEqual(named);
          else expect((await readNpy(file(`k-${name}`))).data).toHaveLength(12);
          outcomes.right += 1;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          outcomes.refused += 1;
        }
      }
    expect(outcomes.right).toBeGreaterThan(20);
    expect(outcomes.refused).toBeGreaterThan(500);
  });
});
