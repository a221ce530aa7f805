import { UserError } from "../base/index.js";
import type { Dimension } from "../units/index.js";

/** The dimension of a resistivity: ohm m. */
export const RESISTIVITY: Dimension = [3, 1, -3, -2, 0, 0, 0];

/** A point in space, in metres. */
export type Point = readonly [number, number, number];

/** What a section is shaped like; plain data in SI units. */
export type SectionShape =
  | {
      readonly kind: "soma";
      readonly diameter: number;
      /** Where its middle lies. */
      readonly at?: Point;
    }
  | {
      readonly kind: "cylinder";
      readonly diameter: number;
      /** Of the whole cylinder. */
      readonly length: number;
      readonly n: number;
      /** Where it begins and ends, seen from where its parent ends. */
      readonly ends?: readonly [Point, Point];
    }
  | {
      readonly kind: "section";
      /** One more than there are lengths: where the first compartment begins, and where each ends. */
      readonly diameters: readonly number[];
      readonly lengths: readonly number[];
      /** As many as diameters, seen from where the parent ends. */
      readonly points?: readonly Point[];
    };

/** A section of a morphology as plain data. */
export interface SectionData {
  /** Its name among its parent's children; "" of the root. */
  readonly name: string;
  /** The number of its parent in the list; -1 of the root. */
  readonly parent: number;
  /** What it is a part of: "soma", "axon", "dend"; undefined where nobody said. */
  readonly type?: string;
  readonly shape: SectionShape;
}

/**
 * A whole morphology as plain data, which travels and is stored as it is: its sections depth first,
 * each before its children and those in their order, as Brian 2 numbers them.
 */
export interface MorphologyData {
  readonly kind: "morphology";
  readonly sections: readonly SectionData[];
}

/** Most compartments of one morphology: more than a page of memory for each would hold. */
export const MOST_COMPARTMENTS = 1_000_000;

/** How many compartments a section has. */
export const compartmentCount = (shape: SectionShape): number =>
  shape.kind === "soma" ? 1 : shape.kind === "cylinder" ? shape.n : shape.lengths.length;

/** Where the sections below a section end in the list: all between belong to it. */
export function subtreeEnd(sections: readonly SectionData[], index: number): number {
  let end = index + 1;
  while (end < sections.length && sections[end].parent >= index) end += 1;
  return end;
}

/** The section and all below it as a morphology of its own. */
export function subtreeOf({ sections }: MorphologyData, index: number): MorphologyData {
  if (index === 0) return { kind: "morphology", sections };
  const part = sections.slice(index, subtreeEnd(sections, index));
  return {
    kind: "morphology",
    sections: part.map((section, k) => ({
      ...section,
      ...(k === 0 ? { name: "", parent: -1 } : { parent: section.parent - index }),
    })),
  };
}

/** A morphology with others joined to its root's end, after the children it has. */
export function joinedTo(
  data: MorphologyData,
  children: readonly (readonly [string, MorphologyData])[],
): MorphologyData {
  const sections = [...data.sections];
  for (const [name, child] of children) {
    const offset = sections.length;
    for (const [k, section] of child.sections.entries())
      sections.push({
        ...section,
        ...(k === 0 ? { name, parent: 0 } : { parent: section.parent + offset }),
      });
  }
  return { kind: "morphology", sections };
}

const knownChildren = new WeakMap<readonly SectionData[], readonly (readonly number[])[]>();

/** The numbers of each section's children, in order. */
export function childrenOf(sections: readonly SectionData[]): readonly (readonly number[])[] {
  const found = knownChildren.get(sections);
  if (found) return found;
  const children: number[][] = sections.map(() => []);
  for (const [k, { parent }] of sections.entries()) if (parent >= 0) children[parent].push(k);
  knownChildren.set(sections, children);
  return children;
}

/** The same data, so that nobody can change them any more. @throws UserError for too many compartments. */
export function frozenData(data: MorphologyData): MorphologyData {
  const count = data.sections.reduce((sum, { shape }) => sum + compartmentCount(shape), 0);
  if (count > MOST_COMPARTMENTS)
    throw new UserError(
      `invalid morphology: ${count} compartments; expected at most ${MOST_COMPARTMENTS}`,
    );
  for (const section of data.sections) {
    for (const part of Object.values(section.shape)) Object.freeze(part);
    Object.freeze(section.shape);
    Object.freeze(section);
  }
  Object.freeze(data.sections);
  return Object.freeze(data);
}

/** The names from the root to each section: "dend.L"; "" of the root. */
export function pathsOf(sections: readonly SectionData[]): string[] {
  const paths: string[] = [];
  for (const { name, parent } of sections)
    paths.push(parent <= 0 ? name : `${paths[parent]}.${name}`);
  return paths;
}
