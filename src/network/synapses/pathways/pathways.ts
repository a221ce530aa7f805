import { didYouMean, isRecord, requireRecord, shown, UserError } from "../../../base/index.js";
import {
  isShared,
  lowerValues,
  type PlainValues,
  type ValueScope,
  type Values,
} from "../../../equations/index.js";
import { isDrawn } from "../../../random/index.js";
import { NAMED_DIMENSIONS, Quantity, QuantityArray } from "../../../units/index.js";
import { requireName } from "../../names.js";
import type { AtSpikes, Delay, Delays, Synapses } from "../description.js";

/** What synapses do at the spikes of one side, after a delay of its own. */
export interface Pathway {
  readonly name: string;
  readonly side: "source" | "target";
  readonly text: string;
  /** The event that it goes by; undefined for spikes. */
  readonly event?: string;
}

/** The pathways of synapses, in the order in which they are carried out. */
export function pathwaysOf({ name, onPre, onPost, events = {} }: Synapses): Pathway[] {
  const event = (own: string) => (Object.hasOwn(events, own) ? { event: events[own] } : {});
  const on = (side: "source" | "target", texts: AtSpikes, alone: string): Pathway[] =>
    textsOf(texts, alone).map((item) => ({ ...item, side, ...event(item.name) }));
  const pathways = [...on("source", onPre, "pre"), ...on("target", onPost ?? {}, "post")];
  for (const [k, { name: own }] of pathways.entries())
    if (pathways.findIndex((item) => item.name === own) !== k)
      throw new UserError(`invalid pathway of ${name}: ${own}; two have this name`);
  return pathways;
}

const textsOf = (given: AtSpikes, alone: string): { name: string; text: string }[] =>
  typeof given === "string"
    ? [{ name: alone, text: given }]
    : Object.entries(given).map(([name, text]) => ({ name, text }));

/** A copy of what is done at spikes that nobody else can change. @throws UserError for what is no text. */
export function copyOfTexts(what: string, given: unknown, example: string): AtSpikes {
  const refuse = (odd: unknown): UserError =>
    new UserError(
      `invalid ${what}: ${shown(odd)}; expected statements like "${example}", or several by the names of their pathways`,
    );
  if (typeof given === "string") return given;
  if (!isRecord(given) || Object.keys(given).length === 0) throw refuse(given);
  for (const [name, text] of Object.entries(given)) {
    requireName(name, "pathway");
    if (typeof text !== "string") throw refuse(text);
  }
  return Object.freeze({ ...given }) as Readonly<Record<string, string>>;
}

/** Whether delays are given by the names of pathways. */
export const areByPathway = (delay: Delays): delay is Readonly<Record<string, Delay>> =>
  isRecord(delay) &&
  !isDrawn(delay) &&
  !(delay instanceof Quantity) &&
  !((delay as unknown) instanceof QuantityArray);

/** The delays of pathways, in s. What is not told by pathway is that of those at spikes of the source. */
export function delaysOf(
  { name, delay }: Synapses,
  pathways: readonly Pathway[],
  count: number | undefined,
  scope: ValueScope,
): Map<string, PlainValues> {
  const none: PlainValues = { kind: "shared", value: 0 };
  const read = (what: string, given: Delay): PlainValues =>
    lowerValues(what, given as Values, NAMED_DIMENSIONS.time.exponents, { count, scope, least: 0 });
  if (delay !== undefined && areByPathway(delay)) {
    requireRecord(`delay of ${name}`, delay, "{ pre: ms(1) }");
    const names = pathways.map((pathway) => pathway.name);
    for (const given of Object.keys(delay))
      if (!names.includes(given))
        throw new UserError(
          `unknown pathway in the delay of ${name}: ${given}; expected one of ${names.join(", ")}${didYouMean(given, names)}`,
        );
    return new Map(
      names.map((own) => [
        own,
        Object.hasOwn(delay, own) ? read(`delay of ${own} of ${name}`, delay[own]) : none,
      ]),
    );
  }
  const whole = delay === undefined ? none : read(`delay of ${name}`, delay);
  return new Map(pathways.map(({ name: own, side }) => [own, side === "source" ? whole : none]));
}

/** Whether there is any delay. */
export const isDelay = (values: PlainValues | undefined): boolean =>
  values !== undefined && !(isShared(values) && values.value === 0);
