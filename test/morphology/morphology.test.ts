import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { digestOf, UserError } from "../../src/base/index.js";
import {
  compartmentsOf,
  compartmentTree,
  cylinder,
  type Morphology,
  morphologyFromPoints,
  morphologyOf,
  type Place,
  readSWC,
  section,
  soma,
} from "../../src/morphology/index.js";
import { cm, mm, mV, ohm, type QuantityArray, um } from "../../src/units/index.js";
import { brokenBy } from "../helpers/junk.js";

const branch = section({ diameters: um([2, 1.5, 1]), lengths: um([30, 20]) });
const cell = soma({ diameter: um(30) }).with({
  axon: cylinder({ diameter: um(1), length: um(300), n: 60 }),
  dendrite: cylinder({ diameter: um(3), length: um(100), n: 5 }).with({ L: branch, R: branch }),
});
const of = (where: unknown): number[] => [...compartmentsOf(cell.toJSON(), where)];

describe("joining", () => {
  it("sections are found by name, with their types", () => {
    expectTypeOf(cell.dendrite.L.area).toEqualTypeOf<QuantityArray<never>>();
    expectTypeOf(cell.axon.length).toEqualTypeOf<QuantityArray<"length">>();
    // @ts-expect-error there is no such section
    expect(cell.dendrite.M).toBeUndefined();
    expect(cell.dendrite.L.path).toBe("dendrite.L");
    expect(cell.dendrite.L.name).toBe("L");
    expect(cell.dendrite.L.n).toBe(2);
    expect(cell.dendrite.children).toEqual(["L", "R"]);
    expect(Object.keys(cell)).toEqual(["axon", "dendrite"]);
    expect(cell.axon).toBe(cell.axon);
    expect(cell.dendrite.L.parent).toBe(cell.dendrite);
    expect(cell.axon.root).toBe(cell);
    expect(cell.parent).toBeUndefined();
    expect(cell.compartments).toBe(70);
    expect(cell.dendrite.compartments).toBe(9);
    expect(cell.dendrite.R.indices).toEqual([68, 69]);
    expect(cell.child("dendrite.R")).toBe(cell.dendrite.R);
  });

  it("makes new values; what is joined is taken out of where it was", () => {
    const longer = cell.with({ apical: cell.dendrite });
    expect(cell.children).toEqual(["axon", "dendrite"]);
    expect(longer.children).toEqual(["axon", "dendrite", "apical"]);
    expect(longer.apical.L.path).toBe("apical.L");
    const alone = cell.dendrite.with({ M: branch });
    expect(alone.path).toBe("");
    expect(alone.compartments).toBe(11);
    expect(alone.M.distance.in(um)[0]).toBeCloseTo(115, 10);
    expect(cell.dendrite.distance.in(um)[0]).toBeCloseTo(10, 10);
    expect(Object.isFrozen(cell)).toBe(true);
  });

  it("names that morphologies have themselves, and odd ones, are refused", () => {
    for (const name of ["at", "area", "toString", "constructor", "x", "with", "hasOwnProperty"])
      expect(() => cell.with({ [name]: branch } as never)).toThrow(
        `invalid name of a section: ${name}; morphologies have a property of this name themselves`,
      );
    const made = JSON.parse('{ "__proto__": 1 }') as Record<string, unknown>;
    expect(() => cell.with({ ...made, ["__proto__"]: branch } as never)).toThrow(
      "invalid name of a section: __proto__",
    );
    for (const name of ["", "1", "a.b", "a b", "2nd"])
      expect(() => cell.with({ [name]: branch })).toThrow("expected letters, digits");
    // @ts-expect-error a name that is taken by a method
    expect(() => cell.with({ at: branch })).toThrow(UserError);
    expect(() => cell.with({ axon: branch })).toThrow(
      "invalid name: axon; there is a section of this name already",
    );
    expect(() => cell.with({ b: 1 as never })).toThrow("invalid section b: 1; expected what soma(");
    expect(() => cell.child("dendrit")).toThrow('did you mean "dendrite"?');
    expect(() => cell.child("toString")).toThrow("unknown section: toString");
  });

  it("is plain data that travels, with a digest of its value", () => {
    const again = morphologyOf(structuredClone(cell.toJSON()));
    expect(again.child("dendrite.L").area.equals(cell.dendrite.L.area)).toBe(true);
    expect(digestOf(again)).toBe(digestOf(cell));
    expect(digestOf(cell)).not.toBe(digestOf(cell.axon));
    expect(digestOf(cell)).not.toBe(digestOf(cell.with({ more: branch })));
  });

  it("deep chains take no stack", () => {
    let text = "1 1 0 0 0 5 -1\n2 3 9 0 0 1 1\n";
    for (let k = 3; k < 16_000; k += 2)
      text += `${k} 3 ${k + 9} 0 0 1 ${k - 1}\n${k + 1} 4 ${k + 10} 1 0 1 ${k}\n`;
    const deep = readSWC(text);
    expect(deep.compartments).toBe(16_000);
    expect(deep.withCoordinates({ overwrite: true }).compartments).toBe(16_000);
    expect(String(deep)).toContain("16000 compartments");
  });
});

describe("sizes", () => {
  it("are checked: units, bounds, counts, one of length and coordinates", () => {
    const bad = [
      [() => soma({ diameter: um(0) }), "invalid diameter: 0 m; expected more than 0 m"],
      [() => soma({ diameter: mV(1) as never }), "invalid diameter: 1 mV; expected length (m)"],
      [() => soma({ diameter: 30 as never }), "expected a quantity: length (m)"],
      [() => soma({ diameter: um(Infinity) }), "expected a finite value"],
      [() => soma({ radius: um(3) } as never), "unknown option of soma: radius"],
      [() => soma(undefined as never), "invalid options of soma"],
      [() => cylinder({ diameter: um(1), length: um(-1) }), "invalid length: -1 um; expected more"],
      [() => cylinder({ diameter: um(1) }), "missing length of cylinder"],
      [() => cylinder({ diameter: um(1), length: um(1), x: um([0, 1]) }), "both length and x"],
      [() => cylinder({ diameter: um(1), length: um(1), n: 0 }), "invalid n: 0; expected a whole"],
      [() => cylinder({ diameter: um(1), length: um(1), n: 1.5 }), "invalid n: 1.5"],
      [() => cylinder({ diameter: um(1), length: um(1), n: 1e9 }), "from 1 to 1000000"],
      [() => cylinder({ diameter: um(1), x: um([0, 1, 2]) }), "3 values; expected 2"],
      [() => cylinder({ diameter: um(1), x: um([2, 2]) }), "invalid coordinates: compartment 0 is"],
      [() => section({ diameters: um([1]), lengths: um([]) }), "expected at least two"],
      [() => section({ diameters: um([1, 2]), lengths: um([1, 2]) }), "2 values; expected 1"],
      [() => section({ diameters: um([1, 0]), lengths: um([1]) }), "invalid diameters[1]: 0 m"],
      [() => section({ diameters: um([1, 1]) }), "missing lengths of section"],
    ] as const;
    for (const [make, message] of bad) {
      expect(make).toThrow(UserError);
      expect(make).toThrow(message);
    }
    const big = cylinder({ diameter: um(1), length: mm(900), n: 900_000 });
    expect(() => big.with({ more: big })).toThrow("1800000 compartments; expected at most 1000000");
  });

  it("arrays are copies with units", () => {
    const area = cell.axon.area;
    area.values[0] = 7;
    expect(cell.axon.area.values[0]).toBeCloseTo(Math.PI * 5e-12, 25);
    expect(cell.axon.length.in(um)[3]).toBeCloseTo(5, 12);
    expect(cell.whole("distance").length).toBe(70);
    expect(cell.dendrite.whole("area").length).toBe(9);
    expect(() => cell.whole("distanc" as never)).toThrow('did you mean "distance"?');
    // 4 Ri l / (pi a b) of a cone
    const resistance = branch.axialResistance(ohm.times(cm)(150)).in(ohm);
    expect(resistance[0]).toBeCloseTo((4 * 1.5 * 30e-6) / (Math.PI * 2e-6 * 1.5e-6), 0);
    expect(() => branch.axialResistance(ohm(150) as never)).toThrow("invalid Ri: 150 ohm");
  });

  it("a cell without coordinates has none until they are made", () => {
    expect(cell.axon.x).toBeUndefined();
    const made = cell.withCoordinates();
    expect(made.axon.x?.length).toBe(60);
    expect(made.dendrite.L.area.equals(cell.dendrite.L.area)).toBe(true);
    expect(made.axon.kind).toBe("cylinder");
    const [one, two, three] = [1, 1, 2].map((seed) =>
      cell.withCoordinates({ sectionRandomness: 20, compartmentRandomness: 5, seed }),
    );
    expect(digestOf(one)).toBe(digestOf(two));
    expect(digestOf(one)).not.toBe(digestOf(three));
    expect(one.axon.length.equals(cell.axon.length)).toBe(true);
    // the points lie as far from each other as compartments are long
    const tree = compartmentTree(one.toJSON());
    for (const { points = [], first, kind } of tree.sections)
      if (kind !== "soma")
        for (let k = 0; k + 1 < points.length; k++) {
          const gap = Math.hypot(...points[k].map((from, axis) => points[k + 1][axis] - from));
          expect(gap / tree.length[first + k]).toBeCloseTo(1, 9);
        }
    // a section's draws do not depend on what else there is
    const more = cell
      .with({ apical: branch })
      .withCoordinates({ compartmentRandomness: 9, seed: 4 });
    const less = cell.withCoordinates({ compartmentRandomness: 9, seed: 4 });
    expect(more.dendrite.L.z?.equals(less.dendrite.L.z as never)).toBe(true);
    expect(() => cell.withCoordinates({ seed: -1 })).toThrow("invalid seed: -1");
    expect(() => cell.withCoordinates({ sectionRandomness: -1 })).toThrow("sectionRandomness");
    expect(() => cell.withCoordinates({ random: 1 } as never)).toThrow("unknown option");
  });

  it("the mean angle is the one that was asked for", () => {
    const long = cylinder({ diameter: um(1), length: um(4000), n: 4000 });
    const bent = long.withCoordinates({ compartmentRandomness: 10, seed: 5 });
    const [tree] = [compartmentTree(bent.toJSON())];
    const points = tree.sections[0].points ?? [];
    const angles = points.slice(1).map((to, k) => {
      const step = to.map((value, axis) => value - points[k][axis]);
      return (Math.acos(Math.min(1, step[0] / Math.hypot(...step))) * 180) / Math.PI;
    });
    const mean = angles.reduce((sum, angle) => sum + angle, 0) / angles.length;
    // a mean of 10 degrees of 4000 exponential deviates is known to 0.16; five times that
    expect(Math.abs(mean - 10)).toBeLessThan(0.8);
  });
});

describe("places", () => {
  it("are plain data that names compartments", () => {
    const place: Place = cell.dendrite.at(um(45));
    expect({ ...place }).toEqual({ kind: "place", path: "dendrite", compartment: 2, of: 70 });
    expect(of(structuredClone({ ...place }))).toEqual([63]);
    expect(of(cell.dendrite.at(um(40)))).toEqual([63]);
    expect(of(cell.dendrite.at(um(100)))).toEqual([65]);
    expect(of(cell.dendrite.between(um(20), um(60)))).toEqual([62, 63]);
    expect(of(cell.dendrite.between(um(99), um(100)))).toEqual([65]);
    expect(of(cell.dendrite.compartment(-1))).toEqual([65]);
    expect(of(cell.dendrite)).toEqual([61, 62, 63, 64, 65]);
    expect(of(cell.dendrite.subtree)).toEqual([61, 62, 63, 64, 65, 66, 67, 68, 69]);
    expect(of(cell)).toEqual([0]);
    expect(of(cell.subtree).length).toBe(70);
    expect(of([cell.axon.compartment(0), cell.at(um(3))])).toEqual([1, 0]);
    expect(inspect(place)).toBe("compartment 2 of dendrite");
  });

  it("beyond a section, and of another morphology, are refused", () => {
    expect(() => cell.axon.at(um(301))).toThrow(
      "invalid distance: 301 um; expected at most 300 um",
    );
    expect(() => cell.axon.at(um(-1))).toThrow("invalid distance: -1 um; expected 0 m or more");
    expect(() => cell.axon.at(3 as never)).toThrow("expected a quantity: length (m)");
    expect(() => cell.axon.between(um(5), um(5))).toThrow("expected a start before its stop");
    expect(() => cell.axon.compartment(60)).toThrow("expected a whole number from -60 to 59");
    expect(() => of(branch.at(um(10)))).toThrow("a morphology of 2 compartments; expected one of");
    const place = { ...cell.dendrite.L.at(um(1)) };
    expect(() => of({ ...place, path: "dendrite.l" })).toThrow('did you mean "dendrite.L"?');
    expect(() => of({ ...place, compartment: 2 })).toThrow("invalid place: compartment 2");
    expect(() => of("axon")).toThrow("invalid place: axon; expected one like cell.dendrite.at");
  });
});

describe("points", () => {
  const point = { type: "dend", y: um(0), z: um(0), diameter: um(1) };
  it("make a morphology as files do", () => {
    const made = morphologyFromPoints([
      { ...point, id: 1, type: "soma", x: um(0), diameter: um(20), parent: -1 },
      { ...point, id: 2, x: um(30), parent: 1 },
      { ...point, id: 7, x: um(60), parent: 2 },
    ]);
    expect(made.dend.length.in(um)[1]).toBeCloseTo(30, 10);
    expect(made.kind).toBe("soma");
  });

  it("are checked", () => {
    const of =
      (...points: object[]) =>
      () =>
        morphologyFromPoints(points as never);
    const root = { ...point, id: 1, x: um(0), parent: -1 };
    expect(of()).toThrow("invalid points");
    expect(of(root)).toThrow("invalid point 0: the root is of the type dend, and nothing");
    expect(of(root, { ...root, id: 2, parent: 1, x: um(0) })).toThrow("lies where its parent 1");
    expect(of(root, { ...root, id: 2, parent: 3, x: um(9) })).toThrow("invalid point 1: parent 3");
    expect(of({ ...root, type: "a.b" })).toThrow('type "a.b"; expected a name');
    expect(of({ ...root, diameter: um(0) })).toThrow("diameter of point 0");
    expect(of({ ...root, radius: um(1) })).toThrow("unknown option of point 0: radius");
  });
});

describe("what a morphology shows", () => {
  it("is a tree with sizes", () => {
    expect(inspect(cell)).toBe(
      [
        "morphology: 5 sections, 70 compartments, membrane 5199 um^2",
        "section      shape      n  length (um)  diameter (um)  area (um^2)",
        "soma         sphere     1                          30         2827",
        "├─ axon      cylinder  60          300              1        942.5",
        "└─ dendrite  cylinder   5          100              3        942.5",
        "   ├─ L      cones      2           50         2 to 1        243.5",
        "   └─ R      cones      2           50         2 to 1        243.5",
      ].join("\n"),
    );
    expect(String(cell.dendrite.describe({ Ri: ohm.times(cm)(100) }))).toContain(
      "dendrite  cylinder  5          100              3        942.5                    14.15",
    );
    expect(`${cell.axon}`).toBe("morphology axon: cylinder, 60 compartments");
    const many: Record<string, Morphology> = {};
    for (let k = 0; k < 100; k++) many[`b${k}`] = branch;
    expect(
      String(
        soma({ diameter: um(9) })
          .with(many)
          .describe(),
      ),
    ).toContain("... and 41 more sections");
  });
});

it("junk is refused with an error that is meant for users", async () => {
  const options = { diameter: um(1), length: um(3), n: 2, x: um([0, 1]) };
  for (const [make, good] of [
    [soma, { diameter: um(1), x: um(1) }],
    [cylinder, options],
    [section, { diameters: um([1, 2]), lengths: um([1]), y: um([0, 1]) }],
  ] as const) {
    expect(await brokenBy(make as never, [good])).toEqual([]);
    for (const name of Object.keys(good))
      expect(
        await brokenBy(
          (value: never) => (make as (o: never) => unknown)({ ...good, [name]: value } as never),
          [1],
        ),
      ).toEqual([]);
  }
  for (const name of ["at", "compartment", "child", "withCoordinates", "describe", "with", "whole"])
    expect(await brokenBy((value: never) => cell[name as "at"](value), [1])).toEqual([]);
  expect(await brokenBy(cell.axon.between.bind(cell.axon) as never, [um(1), um(2)])).toEqual([]);
  expect(await brokenBy((value) => cell.with({ a: value } as never), [1])).toEqual([]);
  expect(await brokenBy((value) => compartmentsOf(cell.toJSON(), value), [1])).toEqual([]);
  expect(await brokenBy(morphologyFromPoints as never, [[], {}])).toEqual([]);
  expect(await brokenBy(readSWC as never, ["1 1 0 0 0 5 -1", {}])).toEqual([]);
});
