import { UserError } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList, type Sides } from "./connection.js";

/** Neuron k of one side to neuron k of the other. */
export interface OneToOne {
  readonly rule: "oneToOne";
}

export const ONE_TO_ONE: ConnectionRule<OneToOne> = {
  rule: "oneToOne",
  options: [],
  check: (_, sides) => {
    // of synapses it is not known yet how many there are
    if (!sides.from.synapses && !sides.to.synapses) requireEqual(sides);
    return { rule: "oneToOne" };
  },
  count: (_, sides) => factsOf(sides).sources,
  pairs: (_, sides) => {
    requireEqual(sides);
    const { sources } = factsOf(sides);
    const list = new PairList(sides, sources);
    for (let i = 0; i < sources; i++) list.add(i, i);
    return list.pairs;
  },
};

function requireEqual(sides: Sides): void {
  const { sources, targets } = factsOf(sides);
  if (sources !== targets)
    throw new UserError(
      `invalid connections: one to one between ${sources} and ${targets} ${sides.from.synapses || sides.to.synapses ? "elements" : "neurons"}`,
    );
}
