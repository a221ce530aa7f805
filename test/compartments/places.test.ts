import { describe, expect, it } from "vitest";
import { cylinder, soma } from "../../src/morphology/index.js";
import { byPlace, compartments, network, population, slice } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, nA, parseQuantity, um } from "../../src/units/index.js";

const cell = soma({ diameter: um(20) }).with({
  dendrite: cylinder({ diameter: um(1), length: um(100), n: 10 }),
});
const passive = {
  morphology: cell,
  equations: "Im = gL*(EL - v) : amp/metre**2\nI : amp (point current)",
  Cm: parseQuantity("1 uF/cm^2"),
  Ri: parseQuantity("150 ohm cm"),
};
const neuron = (cells = 1) =>
  compartments("neuron", {
    ...passive,
    cells,
    parameters: {
      gL: parseQuantity("0.1 mS/cm^2"),
      EL: mV(-65),
      I: byPlace(cell, nA(0), [[cell.dendrite.at(um(95)), nA(0.1)]], { cells }),
    },
    initial: { v: "-65*mV + 1*mV*(i % N)/N" },
  });
const simulate = (cells: number) =>
  run(
    network({
      populations: [neuron(cells)],
      record: [{ of: "neuron", variable: "v", at: [cell.dendrite.at(um(95)), cell] }],
      duration: ms(5),
    }),
  );

describe("places of compartments", () => {
  it("are recorded, and found again in results", async () => {
    const one = await simulate(1);
    expect(one.simulation.record[0].neurons).toEqual([10, 0]);
    expect(one.signal("neuron", "v", cell.dendrite.at(um(95)))).toEqual(
      one.signal("neuron", "v", 10),
    );
    expect(one.signals("neuron", "v", cell).map(({ values }) => values)).toEqual([
      one.signal("neuron", "v", 0).values,
    ]);
    expect(() => one.signal("neuron", "v", cell.dendrite.at(um(50)))).toThrow(
      "unknown recording: v of neuron 6",
    );
    expect(() => one.signal("neuron", "v", cell.dendrite)).toThrow(
      "stands for 10 compartments of neuron; expected one",
    );
    expect(() => one.signal("nobody", "v", cell)).toThrow("unknown population: nobody");
  });

  it("of several cells are those of all, one after the other", async () => {
    const three = await simulate(3);
    expect(three.simulation.record[0].neurons).toEqual([30, 31, 32, 0, 1, 2]);
    expect(three.signals("neuron", "v", cell.dendrite.at(um(95)))).toHaveLength(3);
    expect(slice(neuron(3), cell.dendrite)).toMatchObject({ start: 3, end: 33 });
    expect(slice(neuron(3), cell.dendrite.at(um(95)))).toMatchObject({ start: 30, end: 33 });
  });

  it("are refused where there are none", () => {
    const points = population("points", { N: 3, equations: "dv/dt = -v/(1*ms) : 1" });
    expect(() => slice(points, cell)).toThrow(
      "invalid place: points are point neurons, which have none; expected what compartments() returns",
    );
    const other = cylinder({ diameter: um(1), length: um(100), n: 7 });
    expect(() => slice(neuron(), other.at(um(3)))).toThrow("lies in a morphology of 7");
    expect(() => byPlace(cell, nA(0), [[other.at(um(3)), nA(1)]])).toThrow("of 7 compartments");
  });
});
