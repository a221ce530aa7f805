import { setTimeout as sleep } from "node:timers/promises";
import { InterruptedError, messageOf } from "../../base/index.js";
import { listenForInterrupt, newDisplay } from "./progress.js";
import type { LiveFigure, ProgressDisplay, ProgressState } from "./progressState.js";

/** Milliseconds between two states shown, and between two live figures. */
const SHOWN_EVERY = 100;
const DRAWN_EVERY = 1000;

/** Milliseconds that the work has, after an interrupt, to end by itself. */
const GRACE = 500;

/** Shows how far a sweep is, and listens for the user's interrupt. */
export class SweepProgress {
  private readonly state: ProgressState;
  private readonly controller = new AbortController();
  private readonly interrupt = (): void => this.controller.abort();
  private readonly started = performance.now();
  private display: ProgressDisplay | undefined;
  private counts = { running: 0, failed: 0, cached: 0, elsewhere: 0 };
  private hasEnded = false;
  private shownAt = 0;
  private drawnAt = 0;

  private constructor(
    total: number,
    private readonly figure: () => LiveFigure | undefined,
  ) {
    this.state = { label: "points", done: 0, total, elapsed: 0 };
  }

  /** @param figure draws the picture that goes with the work, where there is something to draw */
  static async begin(total: number, figure: () => LiveFigure | undefined): Promise<SweepProgress> {
    const progress = new SweepProgress(total, figure);
    await listenForInterrupt(progress.interrupt);
    return progress;
  }

  /** Shows the bar: from now on points are computed, not only checked. */
  open(): void {
    this.display ??= newDisplay(this.state);
  }

  /** Shows the bar where checking alone takes its time. */
  preparing(): void {
    if (performance.now() - this.started > DRAWN_EVERY) this.open();
    this.show();
  }

  /**
   * What some work gives. An interrupt ends the wait for it a moment later, whatever it does.
   * @throws InterruptedError when the user stops the sweep.
   */
  async unlessStopped<T>(work: Promise<T>): Promise<T> {
    const stopped = new Promise<void>((settle) => {
      this.signal.addEventListener("abort", () => settle(), { once: true });
    });
    const outcome = await Promise.race([
      work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      stopped.then(() => sleep(GRACE)),
    ]);
    const { done, total } = this.state;
    if (this.signal.aborted)
      throw new InterruptedError(
        `interrupted after ${done} of ${total} points; what is finished is cached`,
      );
    if (!outcome || "error" in outcome) throw outcome?.error;
    return outcome.value;
  }

  /** Aborted when the user stops the sweep. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  found(points: number): void {
    this.counts.cached += points;
    this.settle(points);
  }

  finished(points: number, elsewhere: boolean): void {
    if (elsewhere) this.counts.elsewhere += points;
    this.settle(points);
  }

  failed(points: number): void {
    this.counts.failed += points;
    this.settle(points);
  }

  running(count: number): void {
    this.counts.running = count;
    this.show();
  }

  /** Shows the last state. */
  end(finished: boolean): void {
    process.removeListener("SIGINT", this.interrupt);
    if (finished) this.open();
    this.counts.running = 0;
    this.update();
    const trouble = this.draw();
    this.display?.end(this.state, finished);
    this.hasEnded = true;
    // while points come in there may be too few for a figure; at the end there is no excuse
    if (trouble !== undefined) console.warn(`Warning: the figure could not be drawn: ${trouble}`);
  }

  private settle(points: number): void {
    this.state.done += points;
    this.show();
  }

  private update(): void {
    const { running, failed, cached, elsewhere } = this.counts;
    this.state.elapsed = (performance.now() - this.started) / 1000;
    this.state.known = cached;
    this.state.note = [
      running > 0 ? `${running} running` : "",
      failed > 0 ? `${failed} failed` : "",
      cached > 0 ? `${cached} cached` : "",
      elsewhere > 0 ? `${elsewhere} computed elsewhere` : "",
    ]
      .filter((part) => part !== "")
      .join(", ");
  }

  private show(): void {
    const now = performance.now();
    if (this.hasEnded || now - this.shownAt < SHOWN_EVERY) return;
    this.shownAt = now;
    this.update();
    this.display?.show(this.state);
    if (now - this.drawnAt < DRAWN_EVERY) return;
    this.drawnAt = now;
    this.draw();
  }

  /** Draws the live figure. @returns what went wrong, if anything did: it must not stop the work. */
  private draw(): string | undefined {
    try {
      const figure = this.figure();
      if (figure) this.display?.showFigure?.(figure);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }
}
