/** How far a piece of work has come. Times are in seconds. */
export interface ProgressState {
  label: string;
  done: number;
  total: number;
  elapsed: number;
  /** How many of those done took no time worth counting: they were known before. */
  known?: number;
  /** What else is to say: "2 running, 1 failed". */
  note?: string;
}

/** A picture that is shown while work goes on: figures are. */
export interface LiveFigure {
  svg(): string;
  png(scale?: number): Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Something that shows progress: a bar in a terminal or in a notebook's cell. */
export interface ProgressDisplay {
  show(state: ProgressState): void;
  /** Replaces a picture that goes with the work, where there is a place for it. */
  showFigure?(figure: LiveFigure): void;
  /** Shows the last state; `finished` is false where the work failed or was stopped. */
  end(state: ProgressState, finished: boolean): void;
}

/** Items per second, as text: "41.2/s", or "2.5 s each" where a single one takes longer. */
export function describeRate({ done, known = 0, elapsed }: ProgressState): string {
  // where all were known, finding them is the work
  const worked = done - known || done;
  if (worked === 0 || elapsed === 0) return "";
  const rate = worked / elapsed;
  return rate >= 1 ? `${rate.toPrecision(3)}/s` : `${describeSeconds(1 / rate)} each`;
}

/** The estimated time that remains, as text, from the mean time per item so far. */
export function describeRemaining({ done, known = 0, total, elapsed }: ProgressState): string {
  const worked = done - known || done;
  if (worked === 0) return "";
  return describeSeconds((elapsed / worked) * (total - done));
}

/** A time span as text: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function describeSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
