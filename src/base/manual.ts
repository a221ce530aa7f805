/** Where the manual is: its pages come with the package, as text. */
const MANUAL = "spikebook/src/docs/manual";

/** Pages of the manual that errors name: those that need more than a line. */
export type ManualPage =
  | "cache"
  | "compartments"
  | "connections"
  | "delays"
  | "integrators"
  | "names"
  | "refractoriness"
  | "running"
  | "units";

/** What stands at the end of an error that a page of the manual explains: "; see .../delays.md". */
export const seeManual = (page: ManualPage): string => `; see ${MANUAL}/${page}.md`;
