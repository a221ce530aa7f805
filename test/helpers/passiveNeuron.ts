import { compartmentTree, type Morphology } from "../../src/morphology/index.js";
import { compartments, network } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { parseUnit, Quantity, QuantityArray, seconds } from "../../src/units/index.js";
import type { Cable } from "./cable.js";

/** A number in SI units, or several, as a quantity of a unit without a prefix. */
export function inUnits(value: number, unit: string): Quantity;
export function inUnits(value: ArrayLike<number>, unit: string): QuantityArray;
export function inUnits(value: number | ArrayLike<number>, unit: string): Quantity | QuantityArray {
  const { dimension } = parseUnit(unit);
  return typeof value === "number"
    ? new Quantity(value, dimension)
    : new QuantityArray(Float64Array.from(value), dimension);
}

/** What a passive neuron has beside its shape, and what is done with it; SI units, rest at 0 V. */
export interface PassiveNeuron {
  cable: Omit<Cable, "diameter">;
  /** Currents into compartments, A. */
  current?: Readonly<Record<number, number>>;
  /** Of sinusoidal currents, Hz; without it they are constant. */
  frequency?: number;
  /** Voltages at the beginning that are not 0. */
  begin?: Readonly<Record<number, number>>;
  dt: number;
  steps: number;
  /** Which compartments are recorded. */
  record: readonly number[];
}

/** The voltages that the engine computes: the n-th of each list stands at n dt, for n = 0 to steps. */
export async function passiveVoltages(
  cell: Morphology,
  { cable, current = {}, frequency, begin = {}, dt, steps, record }: PassiveNeuron,
): Promise<Float64Array[]> {
  const { count } = compartmentTree(cell.toJSON());
  const each = (values: Readonly<Record<number, number>>): number[] =>
    Array.from({ length: count }, (_, i) => values[i] ?? 0);
  const wave = frequency === undefined ? "" : "*sin(2*pi*frequency*t)";
  const neuron = compartments("neuron", {
    morphology: cell,
    equations: `Im = -gL*v : amp/metre**2\nI = current${wave} : amp (point current)`,
    Cm: inUnits(cable.Cm, "F/m^2"),
    Ri: inUnits(cable.Ri, "ohm m"),
    parameters: {
      gL: inUnits(cable.gL, "S/m^2"),
      current: inUnits(each(current), "A"),
      ...(frequency !== undefined && { frequency: inUnits(frequency, "Hz") }),
    },
    initial: { v: inUnits(each(begin), "V") },
  });
  const result = await run(
    network({
      populations: [neuron],
      record: [{ of: "neuron", variable: "v", neurons: record }],
      duration: seconds((steps + 1) * dt),
      dt: seconds(dt),
    }),
  );
  return record.map((i) => Float64Array.from(result.signal("neuron", "v", i).values));
}
