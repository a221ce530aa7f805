import { binary, name } from "../../equations/index.js";
import { type CheckedPopulation, type Population, treeOf } from "../../network/index.js";
import type { ProgramContext } from "../context.js";
import { FIELDS } from "../names.js";
import type { Block, Statement } from "../program.js";

// The cable equation: Cm dv/dt = Im + (what flows along the neuron)/area. Backward Euler with the membrane's
// current linear in v for a step, I(v') = I(v) - G (v' - v), makes one linear system of a cell's compartments:
//
//     (area Cm/dt + G) v'_k + sum over neighbours n of axial_kn (v'_k - v'_n) = (area Cm/dt + G) v_k + I(v_k)

/** What a population with a shape does in a step beside the rest. */
export interface CableParts {
  /** At the end of the update: what each compartment loses and what drives it. */
  before: Statement[];
  /** Then: the solution for v. */
  block: Block;
}

/** The cable equation of a population; undefined for point neurons. */
export function cablePass(
  context: ProgramContext,
  { name: domain, shape }: Population,
  { membrane }: CheckedPopulation,
): CableParts | undefined {
  if (!shape || !membrane) return undefined;
  const { nodes } = treeOf(shape);
  const tree = context.trees.length;
  context.trees.push({
    of: domain,
    cells: shape.cells,
    compartment: nodes.compartment,
    parent: nodes.parent,
    axial: nodes.axial.map((length) => length / shape.Ri.value),
  });
  const { loss, drive } = FIELDS;
  for (const field of [loss, drive])
    context.addField({
      domain,
      name: field,
      shared: false,
      begins: { kind: "value", value: 0 },
    });
  const charge = binary("/", binary("*", name("area"), name("Cm")), name("dt"));
  return {
    before: [
      { kind: "set", target: loss, expression: binary("+", charge, membrane.conductance) },
      {
        kind: "set",
        target: drive,
        expression: binary("+", binary("*", name(loss), name("v")), membrane.current),
      },
    ],
    block: {
      name: `cable of ${domain}`,
      domain,
      when: { kind: "step", every: 1 },
      statements: [{ kind: "solve", target: "v", loss, drive, tree }],
    },
  };
}
