import { didYouMean, isRecord, showAs, shown, UserError } from "../base/index.js";
import { lower, type Quantity } from "../units/index.js";
import { type CompartmentTree, compartmentTree } from "./compartmentTree.js";
import { compartmentCount, type MorphologyData, type SectionData } from "./data.js";
import { lengthsOf } from "./geometry.js";

/** One compartment of a morphology, as plain data: it is found again in the same morphology. */
export interface Place {
  readonly kind: "place";
  /** The names from the root to the section, joined by dots: "dend.L"; "" of the root. */
  readonly path: string;
  /** The number of the compartment in its section, from 0. */
  readonly compartment: number;
  /** How many compartments the whole morphology has: a place in another one is no place in it. */
  readonly of: number;
}

/** Neighbouring compartments of a morphology, as plain data. */
export interface Stretch {
  readonly kind: "stretch";
  readonly path: string;
  /** The first compartment, as it is numbered in the section. */
  readonly compartment: number;
  /** How many follow each other from there, depth first. */
  readonly count: number;
  readonly of: number;
}

/** What names compartments: a place, a stretch, or a section, which stands for its own compartments. */
export type Where = Place | Stretch | { readonly place: Stretch };

/** A compartment of a section, by the section's path. */
export function placeIn(data: MorphologyData, path: string, compartment: number): Place {
  const of = compartmentTree(data).count;
  return showAs(
    { kind: "place" as const, path, compartment, of },
    () => `compartment ${compartment} of ${path || "the root"}`,
  );
}

/** Neighbouring compartments from one of a section on. */
export function stretchIn(
  data: MorphologyData,
  path: string,
  compartment: number,
  count: number,
): Stretch {
  const of = compartmentTree(data).count;
  return showAs(
    { kind: "stretch" as const, path, compartment, count, of },
    () => `${count} compartments of ${path || "the root"} from compartment ${compartment}`,
  );
}

/** How near to the border of two compartments a point lies on it, in parts of the section's length. */
const ON_BORDER = 1e-12;

/**
 * Where a length lies among the borders of compartments, and whether it lies on one. The borders are
 * summed one after the other, as Brian 2 does.
 */
function among(borders: Float64Array, length: number): { index: number; isBorder: boolean } {
  const near = ON_BORDER * borders[borders.length - 1];
  let index = 0;
  while (index < borders.length - 1 && borders[index] < length - near) index += 1;
  return { index, isBorder: Math.abs(borders[index] - length) < near };
}

function bordersOf({ shape }: SectionData): Float64Array {
  const lengths = lengthsOf(shape);
  const borders = new Float64Array(lengths.length + 1);
  for (let k = 0; k < lengths.length; k++) borders[k + 1] = borders[k] + lengths[k];
  return borders;
}

/** A length on a section, lowered. @throws UserError for one that lies beyond its ends. */
function lengthOn(what: string, value: unknown, borders: Float64Array): number {
  const whole = borders[borders.length - 1];
  const length = lower(what, value, "length", { least: 0 });
  if (length > whole * (1 + ON_BORDER)) lower(what, value, "length", { most: whole });
  return length;
}

/** The compartment at a distance from the section's start; on a border, the one that begins there. */
export function compartmentAt(section: SectionData, distance: unknown): number {
  const borders = bordersOf(section);
  const length = lengthOn("distance", distance, borders);
  const { index, isBorder } = among(borders, length);
  // the very end belongs to the last compartment
  return Math.min(isBorder ? index : index - 1, borders.length - 2);
}

/** The first compartment and the number of those that a stretch of the section touches. */
export function compartmentsBetween(
  section: SectionData,
  from: unknown,
  to: unknown,
): { first: number; count: number } {
  const borders = bordersOf(section);
  const [start, stop] = [lengthOn("start", from, borders), lengthOn("stop", to, borders)];
  if (!(start < stop))
    throw new UserError(
      `invalid stretch: from ${shown(from)} to ${shown(to)}; expected a start before its stop`,
    );
  const [a, b] = [among(borders, start), among(borders, stop)];
  const first = Math.min(a.isBorder ? a.index : a.index - 1, borders.length - 2);
  return { first, count: Math.max(1, b.index - first) };
}

/** A compartment by its number, negative ones from the end. @throws UserError for one there is not. */
export function compartmentNumber(section: SectionData, index: unknown): number {
  const n = compartmentCount(section.shape);
  if (typeof index !== "number" || !Number.isInteger(index) || index < -n || index >= n)
    throw new UserError(
      `invalid compartment: ${typeof index === "string" ? index : shown(index)}; expected a whole number from ${-n} to ${n - 1}`,
    );
  return index < 0 ? index + n : index;
}

/**
 * The numbers of compartments, depth first from the root, that places, stretches and sections stand
 * for: in the order in which they were given, each where it is named.
 * @throws UserError for what names no compartment, and for places in another morphology.
 */
export function compartmentsOf(data: MorphologyData, where: unknown): Int32Array {
  const tree = compartmentTree(data);
  const list = Array.isArray(where) ? where : [where];
  return Int32Array.from(list.flatMap((one) => compartmentsOfOne(tree, one)));
}

function compartmentsOfOne(tree: CompartmentTree, where: unknown): number[] {
  const stretch = (where as { place?: unknown } | null | undefined)?.place ?? where;
  const { kind, path, compartment, count = 1, of } = (stretch ?? {}) as Partial<Stretch>;
  const isKnown =
    isRecord(stretch) &&
    ((kind as string) === "place" || kind === "stretch") &&
    typeof path === "string" &&
    [compartment, count, of].every(Number.isInteger);
  if (!isKnown)
    throw new UserError(
      `invalid place: ${typeof where === "string" ? where : shown(where)}; expected one like cell.dendrite.at(um(100)), cell.dendrite.between(um(0), um(50)), or a section`,
    );
  if (of !== tree.count)
    throw new UserError(
      `invalid place: ${shown(stretch)} lies in a morphology of ${of} compartments; expected one of this morphology, which has ${tree.count}`,
    );
  const paths = tree.sections.map((section) => section.path);
  const section = tree.sections[paths.indexOf(path as string)];
  if (!section)
    throw new UserError(
      `unknown section: ${path}; expected one of ${paths.filter(Boolean).slice(0, 8).join(", ") || "none: there is only the root"}${didYouMean(path as string, paths)}`,
    );
  const start = section.first + (compartment as number);
  const isInside =
    (compartment as number) >= 0 &&
    count >= 1 &&
    start + count <= (count === 1 ? section.first + section.count : section.end);
  if (!isInside)
    throw new UserError(
      `invalid place: compartment ${compartment} of ${path || "the root"}; expected one of its ${section.count}`,
    );
  return Array.from({ length: count }, (_, k) => start + k);
}

/** A length as it is given: `um(100)`. */
export type Length = Quantity<"length">;
