import { checkOptions, seeManual, shown, UserError } from "../../base/index.js";
import { requireKnown } from "../names.js";
import { ALL_TO_ALL, type AllToAll } from "./allToAll.js";
import { CONDITION, type Condition } from "./condition.js";
import type { ConnectionRule, Making, Pairs, RuleText, Sides } from "./connection.js";
import { GENERATOR, type Generator } from "./generator.js";
import { IN_DEGREE, type InDegree } from "./inDegree.js";
import { type ConnectionList, LIST } from "./list.js";
import { ONE_TO_ONE, type OneToOne } from "./oneToOne.js";
import { OUT_DEGREE, type OutDegree } from "./outDegree.js";
import { PROBABILITY, type Probability } from "./probability.js";
import { type Several, several } from "./several.js";
import { TOTAL, type Total } from "./total.js";

export {
  BLOCK,
  blocksOf,
  factsOf,
  type Making,
  type NeuronBlock,
  type PairFunction,
  type Pairs,
  type RuleText,
  type Sides,
} from "./connection.js";
export { countsByBlock } from "./total.js";

/** Which pairs of neurons are connected; indices count within the slices. */
export type Connection =
  | ConnectionList
  | AllToAll
  | OneToOne
  | Probability
  | Condition
  | InDegree
  | OutDegree
  | Total
  | Generator
  | Several<Connection>;

const RULES: ReadonlyMap<string, ConnectionRule<Connection>> = new Map(
  [
    LIST,
    ALL_TO_ALL,
    ONE_TO_ONE,
    PROBABILITY,
    CONDITION,
    IN_DEGREE,
    OUT_DEGREE,
    TOTAL,
    GENERATOR,
    several<Connection>({
      check: (connection, sides) => checkConnection(connection, sides),
      ruleOf: (connection) => ruleOf(connection),
    }),
  ].map((rule) => [rule.rule, rule as unknown as ConnectionRule<Connection>]),
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
      `invalid connection: ${shown(connection)}; expected a rule like { rule: "allToAll" }; rules are ${RULE_NAMES.join(", ")}${seeManual("connections")}`,
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

/** Whether a rule, on our own stream, goes by blocks of targets with streams of their own. */
export const isByBlock = (connection: Connection): boolean =>
  ruleOf(connection).isByBlock?.(connection) === true;

/** The rules that make as many synapses as they say. */
const EXACT: readonly string[] = ["list", "oneToOne", "allToAll", "inDegree", "outDegree", "total"];

/** How many synapses a rule makes, where that is known beforehand. */
export function exactCount(connection: Connection, sides: Sides): number | undefined {
  if (connection.rule === "list") return connection.sources.length;
  // how many synapses are on a side is known once they are made
  if (sides.from.synapses || sides.to.synapses) return undefined;
  if (connection.rule !== "several")
    return EXACT.includes(connection.rule) ? expectedCount(connection, sides) : undefined;
  const { of, n } = connection;
  const pairs = exactCount(of, sides);
  return typeof n === "number" && pairs !== undefined ? n * pairs : undefined;
}

/**
 * The pairs that a rule connects, in the order in which they are made: by source, then target, except
 * for a fixed in-degree and, on our own stream, a probability, which go by target, and a total number, which
 * goes by blocks of targets.
 */
export const connect = (connection: Connection, sides: Sides, making: Making): Pairs =>
  ruleOf(connection).pairs(connection, sides, making);

/** The texts of a rule by option. */
export const textsOf = (connection: Connection): Readonly<Record<string, RuleText | undefined>> =>
  ruleOf(connection).texts?.(connection) ?? {};
