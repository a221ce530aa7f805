import { checkOptions, shown, UserError } from "../../base/index.js";
import { requireKnown } from "../names.js";
import { ALL_TO_ALL, type AllToAll } from "./allToAll.js";
import type { ConnectionRule, ConnectionStream, Pairs, Sides } from "./connection.js";
import { IN_DEGREE, type InDegree } from "./inDegree.js";
import { type ConnectionList, LIST } from "./list.js";
import { ONE_TO_ONE, type OneToOne } from "./oneToOne.js";
import { PROBABILITY, type Probability } from "./probability.js";

export { BLOCK, type ConnectionStream, type Pairs, type Sides } from "./connection.js";
export type { InDegree } from "./inDegree.js";

/** Which pairs of neurons are connected; indices count within the slices. */
export type Connection = ConnectionList | AllToAll | OneToOne | Probability | InDegree;

const RULES: ReadonlyMap<string, ConnectionRule<Connection>> = new Map(
  [LIST, ALL_TO_ALL, ONE_TO_ONE, PROBABILITY, IN_DEGREE].map((rule) => [
    rule.rule,
    rule as unknown as ConnectionRule<Connection>,
  ]),
);

const RULE_NAMES = [...RULES.keys()];

const ruleOf = (connection: Connection): ConnectionRule<Connection> =>
  RULES.get(connection.rule) as ConnectionRule<Connection>;

/**
 * Checks a connection rule and its options.
 * @returns a copy that nobody else can change
 * @throws UserError for a rule or option that does not exist, or cannot be met between these sides.
 */
export function checkConnection(connection: unknown, sides: Sides): Connection {
  if (typeof connection !== "object" || connection === null)
    throw new UserError(
      `invalid connection: ${shown(connection)}; expected a rule like { rule: "allToAll" }; rules are ${RULE_NAMES.join(", ")}`,
    );
  const { rule } = connection as Connection;
  requireKnown("connection rule", rule, RULE_NAMES);
  const known = ruleOf(connection as Connection);
  checkOptions(`connection rule ${rule}`, connection, ["rule", ...known.options]);
  return Object.freeze(known.check(connection as Connection, sides));
}

/** About how many synapses a rule makes. */
export const expectedCount = (connection: Connection, sides: Sides): number =>
  ruleOf(connection).count(connection, sides);

/**
 * The pairs that a rule connects, in the order in which they are made: by source, then target,
 * except for a fixed in-degree, which goes by target.
 */
export const connect = (connection: Connection, sides: Sides, stream: ConnectionStream): Pairs =>
  ruleOf(connection).pairs(connection, sides, stream);
