import { host, InterruptedError } from "../../../base/index.js";
import type { Picture, PNGOptions } from "../../../figures/index.js";
import type { NetworkSimulation } from "../../../network/index.js";
import { type RunOptions, run } from "../../../run/index.js";
import { checkbox, choice, number, seed, slider, text } from "../../controls/index.js";
import type { PageOutput } from "../../outputs.js";
import type { AskingCell, PageControls } from "../controls/pageControls.js";
import { savePNG, saveThesisFigure } from "../files/downloads.js";
import { shownBy } from "../outputs/views.js";
import { cached } from "../runs/cached.js";
import { runInWorker, stopped } from "../runs/simulations.js";
import { sweepInCell } from "../runs/sweepInCell.js";
import type { CellView } from "./cellView.js";

/** Milliseconds of a run after which its progress shows. */
const SHOW_AFTER = 200;

/** Milliseconds between two turns for others, and two looks at progress. */
const TURN = 50;

/** Where a cell is computed. */
export interface Surroundings {
  view: CellView;
  controls: PageControls;
  /** Its place in the notebook. */
  cell: number;
  /** Computes it again. */
  again: () => void;
  /** All that may decide what it computes beside its own text. */
  state: () => unknown;
  /** Aborted when the cell is computed anew. */
  signal: AbortSignal;
}

/** One computation of a cell: what it shows, and whether somebody still wants it. */
export class CellContext {
  readonly outputs: PageOutput[] = [];
  /** The forms of controls that the cell asked for. */
  readonly forms: HTMLElement[] = [];
  /** A function of this cell can be called by later ones, when this one shows no progress any more. */
  private isDone = false;
  /** Those functions of spikebook that do something in the cell that calls them. */
  readonly names: Readonly<Record<string, unknown>>;
  /** Node's console, as far as cells use it. */
  readonly console: Readonly<Record<string, (...values: unknown[]) => void>>;

  private readonly view: CellView;
  private readonly signal: AbortSignal;

  constructor({ view, controls, cell, again, state, signal }: Surroundings) {
    this.view = view;
    this.signal = signal;
    const asking: AskingCell = {
      number: cell,
      again,
      addControl: (form) => {
        this.forms.push(form);
        view.addControl(form);
      },
    };
    const say = (...values: unknown[]): void => void this.outputs.push(shownBy(values));
    this.console = { log: say, info: say, warn: say, error: say, debug: () => {}, table: say };
    const control =
      <Arguments extends unknown[], T>(make: (...given: Arguments) => T) =>
      (...given: Arguments): T =>
        controls.askFor(asking, () => make(...given));
    this.names = {
      cached: (name: string, compute: () => unknown, options?: object) =>
        cached(name, compute, options, state),
      checkbox: control(checkbox),
      choice: control(choice),
      number: control(number),
      seed: control(seed),
      slider: control(slider),
      text: control(text),
      progress: (items: Iterable<unknown>, label?: string) => this.progress(items, label),
      run: (simulation: NetworkSimulation, options?: RunOptions) => this.run(simulation, options),
      runWithProgress: (simulation: NetworkSimulation, options?: RunOptions) =>
        this.run(simulation, options),
      savePNG: (name: string, figure: Picture | Element, options?: PNGOptions) =>
        savePNG(view, name, figure, options),
      saveThesisFigure: (name: string, figure: Picture | Element) =>
        saveThesisFigure(view, name, figure),
      sweep: (options: never) => this.sweep(options),
    };
  }

  /** The cell has computed all that it shows. */
  end(): void {
    this.isDone = true;
  }

  /** Shows the value of the cell's last expression. */
  show(value: unknown): void {
    if (value !== undefined) this.console.log(value);
  }

  /** What a cell waits for, as long as somebody wants the cell. */
  async still<T>(awaited: T): Promise<Awaited<T>> {
    const value = await awaited;
    if (this.signal.aborted) throw stopped();
    return value;
  }

  /** All of spikebook, where a cell imports it under one name. */
  withNames(all: object): object {
    return { ...all, ...this.names };
  }

  private async run(simulation: NetworkSimulation, options: RunOptions = {}): Promise<unknown> {
    if (typeof options !== "object" || options === null) return run(simulation, options);
    const began = performance.now();
    const signals = [this.signal, ...(options.signal ? [options.signal] : [])];
    return runInWorker(simulation, {
      ...options,
      signal: AbortSignal.any(signals),
      onProgress: (done, total) => {
        options.onProgress?.(done, total);
        if (performance.now() - began < SHOW_AFTER || this.signal.aborted || this.isDone) return;
        const percent = Math.round((100 * done) / total);
        this.view.progress(done, total, `simulating, ${percent} %`);
      },
    });
  }

  private sweep(options: never): Promise<unknown> {
    const began = performance.now();
    return sweepInCell(options, {
      signal: this.signal,
      progress: (done, total, label) => {
        if (performance.now() - began < SHOW_AFTER || this.isDone) return;
        this.view.progress(done, total, label);
      },
      show: (figure) => void this.outputs.push(shownBy([figure])),
      warn: (text) => void this.outputs.push(shownBy([text])),
    });
  }

  /** `progress` of Node, with its bar in the cell. */
  private async *progress<T>(items: Iterable<T>, label = "done"): AsyncGenerator<T> {
    const list = Array.from(items);
    let turned = performance.now();
    const began = turned;
    for (const [done, item] of list.entries()) {
      const now = performance.now();
      if (now - turned >= TURN) {
        turned = now;
        if (now - began > SHOW_AFTER)
          this.view.progress(done, list.length, `${done}/${list.length} ${label}`);
        await host.nextTurn();
      }
      if (this.signal.aborted)
        throw new InterruptedError(`interrupted after ${done} of ${list.length} ${label}`);
      yield item;
    }
  }
}
