import {
  cylinder,
  type Morphology,
  type NamedSections,
  section,
  soma,
} from "../../src/morphology/index.js";
import { meter } from "../../src/units/index.js";

/** A morphology as the scripts in test/data/morphology write it: lengths in metres. */
export interface PlainTree {
  kind: "soma" | "cylinder" | "section";
  diameter?: number;
  length?: number;
  n?: number;
  diameters?: number[];
  lengths?: number[];
  x?: number | number[];
  y?: number | number[];
  z?: number | number[];
  children?: Record<string, PlainTree>;
}

/** The morphology of plain data. */
export function fromTree({ kind, children = {}, ...sizes }: PlainTree): Morphology<NamedSections> {
  const options = Object.fromEntries(
    Object.entries(sizes).map(([name, value]) => [
      name,
      name === "n" ? value : Array.isArray(value) ? meter(value) : meter(value as number),
    ]),
  );
  const make = { soma, cylinder, section }[kind] as (options: never) => Morphology;
  const joined = Object.entries(children).map(([name, child]) => [name, fromTree(child)] as const);
  const root = make(options as never);
  return (joined.length > 0
    ? root.with(Object.fromEntries(joined) as never)
    : root) as unknown as Morphology<NamedSections>;
}
