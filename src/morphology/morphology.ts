import {
  checkChoice,
  checkNoMore,
  checkOptions,
  DIGEST_PARTS,
  didYouMean,
  INSPECT,
  isRecord,
  shown,
  UserError,
} from "../base/index.js";
import { type Dimension, lower, type Quantity, QuantityArray } from "../units/index.js";
import {
  type ArrayName,
  type CompartmentArray,
  compartmentArray,
  WHOLE_NAMES,
  type WholeName,
} from "./compartmentArrays.js";
import { type CompartmentSection, compartmentTree } from "./compartmentTree.js";
import { type CoordinateOptions, withCoordinates } from "./coordinates.js";
import {
  childrenOf,
  compartmentCount,
  frozenData,
  joinedTo,
  type MorphologyData,
  RESISTIVITY,
  type SectionData,
  subtreeOf,
} from "./data.js";
import { type DescribeOptions, MorphologyDescription } from "./description.js";
import {
  compartmentAt,
  compartmentNumber,
  compartmentsBetween,
  type Length,
  type Place,
  placeIn,
  type Stretch,
  stretchIn,
} from "./places.js";

/** Sections by name, of any names: what a file gives. */
export interface NamedSections {
  readonly [name: string]: Morphology<NamedSections>;
}

/**
 * A neuron's shape, or one section of it with all that hangs on it: `cell`, `cell.axon`,
 * `cell.axon.L`. An immutable value: joining makes a new one.
 */
export type Morphology<Children extends object = object> = MorphologySection<Children> & Children;

/** Names that a section cannot have, since morphologies have them themselves; all objects have toString. */
type Taken = { readonly [Name in Exclude<keyof MorphologySection, "toString">]?: never };

/** SI exponents. */
const RESISTANCE: Dimension = [2, 1, -3, -2, 0, 0, 0];

/** A name like those of variables. */
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * One section of a morphology, with the names of the sections that begin at its end as properties.
 * Made by {@link soma}, {@link cylinder}, {@link section}, {@link readSWC} and `with`.
 */
export class MorphologySection<out Children extends object = object> {
  /** For the type checker only. */
  declare readonly childrenByName: Children;

  /** The whole morphology as plain data, and which section of it this is. */
  readonly #data: MorphologyData;
  readonly #index: number;
  readonly #views: Map<number, MorphologySection>;

  /** Not for users: {@link soma}, {@link cylinder} and {@link section} make morphologies. */
  constructor(data: MorphologyData, index = 0, views = new Map<number, MorphologySection>()) {
    this.#data = data;
    this.#index = index;
    this.#views = views;
    views.set(index, this);
    for (const child of this.#children())
      Object.defineProperty(this, data.sections[child].name, {
        get: () => this.#view(child),
        enumerable: true,
      });
    Object.freeze(this);
  }

  /**
   * This section, and all that hangs on it, with further sections that begin at its end.
   *
   * ```ts
   * const branch = cylinder({ diameter: um(1), length: um(50), n: 10 });
   * const cell = soma({ diameter: um(30) }).with({
   *   axon: cylinder({ diameter: um(1), length: um(300), n: 60 }),
   *   dendrite: cylinder({ diameter: um(2), length: um(100), n: 20 }).with({ L: branch, R: branch }),
   * });
   * cell.dendrite.L.at(um(10))
   * ```
   *
   * A section of a morphology that is joined to another, or that gets children, is taken out of its
   * own: what it hung on does not come with it. The same section may be joined several times.
   * @param children by name; the order of the names is that of compartments. Names are like those of
   *   variables, and none that morphologies have themselves (`area`, `at`, `toString`)
   * @throws UserError for such names, for names that are taken, and for what is no morphology.
   */
  with<More extends Readonly<Record<string, MorphologySection>>>(
    children: More & Taken,
    ...more: never[]
  ): Morphology<Children & More> {
    checkNoMore("with", more);
    const { own, data } = { own: this.children, data: subtreeOf(this.#data, this.#index) };
    if (!isRecord(children))
      throw new UserError(
        `invalid sections: ${shown(children)}; expected an object like { axon: cylinder({ ... }) }`,
      );
    const joined = Object.entries(children).map(([name, child]): [string, MorphologyData] => {
      checkSectionName(name);
      if (own.includes(name))
        throw new UserError(`invalid name: ${name}; there is a section of this name already`);
      if (!isMorphology(child))
        throw new UserError(
          `invalid section ${name}: ${shown(child)}; expected what soma(...), cylinder(...), section(...) or readSWC(...) makes`,
        );
      return [name, subtreeOf(child.#data, child.#index)];
    });
    return morphologyOf(joinedTo(data, joined)) as Morphology<Children & More>;
  }

  /** The name of the section among those that begin where it does; "" of the root. */
  get name(): string {
    return this.#section.name;
  }

  /** The names from the root to this section, joined by dots: "dendrite.L"; "" of the root. */
  get path(): string {
    return this.#placed.path;
  }

  /** What the section is a part of, as a file says ("soma", "axon", "dend", "apic"), or its kind. */
  get type(): string | undefined {
    return this.#section.type;
  }

  /** Whether the section is a sphere, a cylinder, or truncated cones. */
  get kind(): "soma" | "cylinder" | "section" {
    return this.#section.shape.kind;
  }

  /** How many compartments the section has, without those that hang on it. */
  get n(): number {
    return compartmentCount(this.#section.shape);
  }

  /** How many compartments the section and all that hang on it have. */
  get compartments(): number {
    return this.#placed.end - this.#placed.first;
  }

  /** The names of the sections that begin at its end, in order. */
  get children(): readonly string[] {
    return this.#children().map((child) => this.#data.sections[child].name);
  }

  /** The section at whose end this one begins; undefined of the root. */
  get parent(): Morphology<NamedSections> | undefined {
    const { parent } = this.#section;
    return parent < 0 ? undefined : this.#view(parent);
  }

  /** The whole morphology that the section belongs to, and the section at its root. */
  get root(): Morphology<NamedSections> {
    return this.#view(0);
  }

  /**
   * A section below this one by the names to it, as data holds them: `cell.child("dend.dend2")`.
   * @throws UserError for a name there is not.
   */
  child(path: string): Morphology<NamedSections> {
    if (typeof path !== "string" || path === "")
      throw new UserError(`invalid name of a section: ${shown(path)}; expected one like "axon.L"`);
    let found: MorphologySection = this;
    for (const name of path.split(".")) {
      const names = found.children;
      const index = found.#children()[names.indexOf(name)];
      if (index === undefined)
        throw new UserError(
          `unknown section: ${name}; expected one of ${names.join(", ") || "none: nothing hangs on it"}${didYouMean(name, names)}`,
        );
      found = found.#view(index);
    }
    return found as Morphology<NamedSections>;
  }

  /** The membrane of each compartment: of a cone its side, of a sphere the whole. */
  get area(): QuantityArray<never> {
    return this.#own("area");
  }

  /** The volume of each compartment. */
  get volume(): QuantityArray<never> {
    return this.#own("volume");
  }

  /** The length of each compartment; of a sphere its diameter. */
  get length(): QuantityArray<"length"> {
    return this.#own("length");
  }

  /** The diameter in the middle of each compartment. */
  get diameter(): QuantityArray<"length"> {
    return this.#own("diameter");
  }

  /**
   * How far the middle of each compartment lies from the root along the branches: from where the root
   * begins, or from its middle where it is a sphere. A sphere counts as a point, as in Brian 2: what
   * begins at it begins at its middle.
   */
  get distance(): QuantityArray<"length"> {
    return this.#own("distance");
  }

  /**
   * The conductance between the start and the middle of each compartment, for each unit of 1 / Ri:
   * over a resistivity it is a conductance. Brian's `r_length_1`.
   */
  get axialStart(): QuantityArray<"length"> {
    return this.#own("axialStart");
  }

  /** The same between the middle and the end of each compartment. Brian's `r_length_2`. */
  get axialEnd(): QuantityArray<"length"> {
    return this.#own("axialEnd");
  }

  /** Where the middles of compartments lie; undefined of sections without coordinates. */
  get x(): QuantityArray<"length"> | undefined {
    return this.#placed.points && this.#own("x");
  }
  get y(): QuantityArray<"length"> | undefined {
    return this.#placed.points && this.#own("y");
  }
  get z(): QuantityArray<"length"> | undefined {
    return this.#placed.points && this.#own("z");
  }

  /**
   * The resistance along each compartment, from its start to its end.
   * @param Ri the resistivity inside: `ohm(150).times(um(10_000)) as never`
   */
  axialResistance(Ri: Quantity<never>, ...more: never[]): QuantityArray<"resistance"> {
    checkNoMore("axialResistance", more);
    const resistivity = lower("Ri", Ri, RESISTIVITY, { above: 0 });
    const [start, end] = [this.#own("axialStart").values, this.axialEnd.values];
    const values = start.map((one, k) => resistivity * (1 / one + 1 / end[k]));
    return new QuantityArray(values, RESISTANCE);
  }

  /**
   * A property of all compartments of the section and of what hangs on it, depth first: what
   * `plotMorphology` takes as `values`, and what values for each compartment are made of.
   *
   * ```ts
   * cell.whole("distance").in(um)
   * ```
   *
   * @throws UserError for a property there is not.
   */
  whole<Name extends WholeName>(
    name: Name,
    ...more: never[]
  ): QuantityArray<Name extends "area" | "volume" ? never : "length"> {
    checkNoMore("whole", more);
    checkChoice("property of compartments", name, WHOLE_NAMES);
    const { first, end } = this.#placed;
    return compartmentArray(this.#data, name, first, end);
  }

  /**
   * The place at a distance from the section's start: the compartment that it lies in. On the border
   * of two it is the one that begins there, at the section's end the last.
   * @throws DimensionError for what is no length, UserError for one beyond the section's ends.
   */
  at(distance: Length, ...more: never[]): Place {
    checkNoMore("at", more);
    return this.#place(compartmentAt(this.#section, distance));
  }

  /**
   * All compartments of the section that lie between two distances from its start, or partly so.
   * @throws DimensionError for what are no lengths, UserError for lengths beyond the section's ends.
   */
  between(start: Length, stop: Length, ...more: never[]): Stretch {
    checkNoMore("between", more);
    const { first, count } = compartmentsBetween(this.#section, start, stop);
    return this.#stretch(first, count);
  }

  /**
   * A place by the number of its compartment in the section, from 0; negative ones count from the end.
   * @throws UserError for a number that no compartment has.
   */
  compartment(index: number, ...more: never[]): Place {
    checkNoMore("compartment", more);
    return this.#place(compartmentNumber(this.#section, index));
  }

  /** All compartments of the section. */
  get place(): Stretch {
    return this.#stretch(0, this.n);
  }

  /** All compartments of the section and of all that hang on it. */
  get subtree(): Stretch {
    return this.#stretch(0, this.compartments);
  }

  /** The numbers of the section's compartments in the whole morphology, depth first as in Brian 2. */
  get indices(): readonly number[] {
    return Array.from({ length: this.n }, (_, k) => this.#placed.first + k);
  }

  /**
   * The same shape with coordinates where it has none, for pictures and for what depends on places in
   * space; lengths and diameters stay as they are. See {@link CoordinateOptions}. A section of a
   * morphology is taken out of it.
   *
   * ```ts
   * plotMorphology(cell.withCoordinates());
   * cell.withCoordinates({ sectionRandomness: 20, compartmentRandomness: 5, seed: 1 })
   * ```
   *
   * Without randomness, sections that begin at a sphere, or at the root, go around in a circle in the
   * plane of x and y, and branches part evenly on both sides of what they begin at, as Brian 2's
   * `generate_coordinates` lays them. Random angles are drawn from one stream for each section,
   * which depends on the seed and the section's path alone.
   * @throws UserError for options that do not exist and angles that are none.
   */
  withCoordinates(options: CoordinateOptions = {}, ...more: never[]): Morphology<Children> {
    checkNoMore("withCoordinates", more);
    const data = withCoordinates(subtreeOf(this.#data, this.#index), options);
    return morphologyOf(data) as Morphology<Children>;
  }

  /**
   * The section and all that hang on it as a table: lengths, diameters, areas, and axial resistances
   * where the resistivity inside is given. It is what a morphology shows in a cell.
   *
   * ```ts
   * cell.describe({ Ri: ohm(150).times(um(10_000)) as never })
   * ```
   */
  describe(options: DescribeOptions = {}): MorphologyDescription {
    checkOptions("describe", options, ["Ri"]);
    const Ri = options.Ri && lower("Ri", options.Ri, RESISTIVITY, { above: 0 });
    return new MorphologyDescription(subtreeOf(this.#data, this.#index), this.name, Ri);
  }

  /** The whole morphology as plain data, from which {@link morphologyOf} makes it again. */
  toJSON(): MorphologyData {
    return subtreeOf(this.#data, this.#index);
  }

  toString(): string {
    const sections = this.toJSON().sections.length;
    const parts = sections === 1 ? this.kind : `${sections} sections`;
    return `morphology${this.path && ` ${this.path}`}: ${parts}, ${this.compartments} compartment${this.compartments === 1 ? "" : "s"}`;
  }

  [INSPECT](): string {
    return String(this.describe());
  }

  [DIGEST_PARTS](): readonly unknown[] {
    return ["Morphology", this.#data, this.#index];
  }

  get #section(): SectionData {
    return this.#data.sections[this.#index];
  }

  get #placed(): CompartmentSection {
    return compartmentTree(this.#data).sections[this.#index];
  }

  #children(): readonly number[] {
    return childrenOf(this.#data.sections)[this.#index];
  }

  #view(index: number): Morphology<NamedSections> {
    const view = this.#views.get(index) ?? new MorphologySection(this.#data, index, this.#views);
    return view as Morphology<NamedSections>;
  }

  /** One array of the tree, of this section's compartments: a copy. */
  #own<Name extends ArrayName>(name: Name): CompartmentArray<Name> {
    const { first, count } = this.#placed;
    return compartmentArray(this.#data, name, first, first + count);
  }

  #place(compartment: number): Place {
    return placeIn(this.#data, this.path, compartment);
  }

  #stretch(compartment: number, count: number): Stretch {
    return stretchIn(this.#data, this.path, compartment, count);
  }
}

/** Whether a value is a morphology or a section of one. */
export const isMorphology = (value: unknown): value is MorphologySection =>
  value instanceof MorphologySection;

/** @throws UserError for what is no morphology. */
export function requireMorphology(value: unknown): asserts value is MorphologySection {
  if (!isMorphology(value))
    throw new UserError(
      `invalid morphology: ${shown(value)}; expected what soma(...), cylinder(...), section(...) or readSWC(...) makes`,
    );
}

/** @throws UserError for a name that no section can have. */
function checkSectionName(name: string): void {
  if (!NAME.test(name))
    throw new UserError(
      `invalid name of a section: ${shown(name)}; expected letters, digits and underscores, no digit first`,
    );
  if (name in MorphologySection.prototype)
    throw new UserError(
      `invalid name of a section: ${name}; morphologies have a property of this name themselves`,
    );
}

/** A morphology of its plain data. @throws UserError where it has too many compartments. */
export const morphologyOf = (data: MorphologyData): Morphology<NamedSections> =>
  new MorphologySection(frozenData(data)) as Morphology<NamedSections>;
