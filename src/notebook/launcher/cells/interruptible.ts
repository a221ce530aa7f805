import { InterruptedError, shown } from "../../../base/index.js";
import { noteAwait } from "./awaitTrail.js";

/** Milliseconds of work after which an `await` lets waiting interrupts in. */
const TURN = 100;

/** Ends one `await`: at once, or when what it waits for has ended or the time is over. */
type Stop = (milliseconds: number) => void;

/** What a cell's code waits for, and the means to end the waiting. */
export class Interruptible {
  private readonly pending = new Set<Stop>();
  private lastTurn = performance.now();

  /** A cell begins: it has not kept interrupts waiting yet. */
  begin(): void {
    this.lastTurn = performance.now();
  }

  /**
   * Ends everything that is being waited for.
   * @param grace milliseconds that it has to end by itself, and so to say more than "interrupted"
   */
  interrupt(grace: number): void {
    for (const stop of [...this.pending]) stop(grace);
  }

  /**
   * What an `await` waits for: the value, or the interrupt. Where code has been working for long
   * without a pause, an interrupt that came meanwhile is let in first.
   */
  waiting(value: unknown): unknown {
    const isOverdue = performance.now() - this.lastTurn > TURN;
    if (!isThenable(value) && !isOverdue) return value;
    const at = {};
    noteAwait.captureInto(at, this.waiting);
    return new Promise((settle, fail) => {
      let timer: NodeJS.Timeout | undefined;
      let interrupted: InterruptedError | undefined;
      const end = (): void => {
        clearTimeout(timer);
        this.pending.delete(stop);
      };
      const stop: Stop = (grace) => {
        interrupted ??= new InterruptedError("interrupted");
        const giveUp = (): void => {
          end();
          fail(interrupted);
        };
        clearTimeout(timer);
        if (grace > 0) timer = setTimeout(giveUp, grace);
        else giveUp();
      };
      this.pending.add(stop);
      Promise.resolve(value).then(
        (result) =>
          this.afterTurn(() => {
            if (!this.pending.has(stop)) return;
            end();
            // what came too late must not carry the code on
            if (interrupted) fail(interrupted);
            else settle(result);
          }),
        (error) => {
          end();
          noteAwait(error, at);
          fail(error);
        },
      );
    });
  }

  /** The items of a `for await` loop; the interrupt closes what gives them. */
  waitingEach(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    const source = iteratorOf(items);
    if (source === undefined) throw new TypeError(`${shown(items)} is not async iterable`);
    const close = source.return?.bind(source);
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          try {
            return (await this.waiting(source.next())) as IteratorResult<unknown>;
          } catch (error) {
            // the loop does not close what failed to give the next item
            if (error instanceof InterruptedError) void Promise.resolve(close?.()).catch(() => {});
            throw error;
          }
        },
        return: async (value) => (await close?.(value)) ?? { done: true, value },
      }),
    };
  }

  private afterTurn(go: () => void): void {
    if (performance.now() - this.lastTurn <= TURN) go();
    else
      setImmediate(() => {
        this.lastTurn = performance.now();
        go();
      });
  }
}

const isThenable = (value: unknown): boolean =>
  ((typeof value === "object" && value !== null) || typeof value === "function") &&
  typeof (value as { then?: unknown }).then === "function";

/** The iterator that `for await` would take; for a list of promises, one that awaits them. */
function iteratorOf(
  items: AsyncIterable<unknown> | Iterable<unknown>,
): AsyncIterator<unknown> | undefined {
  if (items === null || items === undefined) return undefined;
  if (Symbol.asyncIterator in Object(items))
    return (items as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  if (!(Symbol.iterator in Object(items))) return undefined;
  return (async function* () {
    yield* items as Iterable<unknown>;
  })();
}
