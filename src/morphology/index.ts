export {
  type CompartmentSection,
  type CompartmentTree,
  compartmentTree,
} from "./compartmentTree.js";
export type { CoordinateOptions } from "./coordinates.js";
export {
  type MorphologyData,
  type Point,
  RESISTIVITY,
  type SectionData,
  type SectionShape,
} from "./data.js";
export {
  type DescribedSection,
  type DescribeOptions,
  MorphologyDescription,
} from "./description.js";
export {
  isMorphology,
  type Morphology,
  MorphologySection,
  morphologyOf,
  type NamedSections,
  requireMorphology,
} from "./morphology.js";
export { compartmentsOf, type Length, type Place, type Stretch, type Where } from "./places.js";
export { type MorphologyPoint, morphologyFromPoints, type SomaChoice } from "./points.js";
export {
  type CylinderOptions,
  cylinder,
  type Lengths,
  type SectionOptions,
  type SomaOptions,
  section,
  soma,
} from "./sections.js";
export { readSWC } from "./swc.js";
