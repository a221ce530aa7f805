/** When threads exchange their spikes. */
export type Exchange =
  /** There is one thread. */
  | "none"
  /** After steps, as many as the shortest delay has. */
  | "between steps"
  /** In the middle of each step, where spikes have come to nobody yet. */
  | "within steps";
