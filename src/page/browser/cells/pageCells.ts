import { Runtime } from "@observablehq/runtime";
import { messageOf, UserError } from "../../../base/index.js";
import type { PageControls } from "../controls/pageControls.js";
import type { Digests } from "../digests.js";
import type { PageGroup } from "../pageData.js";
import { NeedsNode } from "../shims/needsNode.js";
import { CellContext } from "./cellContext.js";
import type { CellView } from "./cellView.js";

/** What a group of cells gives to others. */
type Values = Readonly<Record<string, unknown>>;

/** What groups of cells have in common. */
export interface Around {
  viewOf: (cell: number) => CellView;
  controls: PageControls;
  digests: Digests;
  /** All that may decide what a group computes beside its own text: controls and edits before it. */
  stateOf: (group: PageGroup) => unknown;
}

/** A group of cells on the page. */
class LiveGroup {
  readonly views: readonly CellView[];
  /** What it last read and gave: the same values need not be computed twice. */
  private last:
    | { read: readonly unknown[]; gave: Values; show: readonly (() => void)[] }
    | undefined;
  /** Computes the group again, because a control in it was moved. */
  again: () => void = () => {};
  /** When all it shows at first is there. */
  readonly ready: Promise<void>;
  private isReady: () => void = () => {};

  constructor(
    public group: PageGroup,
    private readonly around: Around,
  ) {
    this.views = group.cells.map((cell) => around.viewOf(cell));
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
  }

  /** Forgets what was computed last: a control of its own was moved. */
  forget(): void {
    this.last = undefined;
  }

  async compute(read: readonly unknown[], invalidation: Promise<void>): Promise<Values> {
    const { group, last, views, around } = this;
    if (last && read.every((value, k) => value === last.read[k])) {
      // a computation that was stopped may have begun to show
      for (const show of last.show) show();
      return last.gave;
    }
    const control = new AbortController();
    invalidation.then(() => control.abort());
    const contexts = group.cells.map(
      (cell, k) =>
        new CellContext({
          view: views[k],
          controls: around.controls,
          cell,
          again: () => this.again(),
          state: () => around.stateOf(this.group),
          signal: control.signal,
        }),
    );
    for (const view of views) view.begin();
    const values = Object.fromEntries(group.reads.map(([name], k) => [name, read[k]]));
    try {
      const gave = await group.compute(values, contexts);
      for (const context of contexts) context.end();
      if (control.signal.aborted) return gave;
      const show = views.map((view, k) => {
        const { outputs, forms } = contexts[k];
        const note = around.digests.noteOn(group.cells[k], outputs);
        return () => view.finish(outputs, forms, note);
      });
      this.last = { read, gave, show };
      for (const one of show) one();
      return gave;
    } catch (error) {
      if (!control.signal.aborted)
        views.forEach((view, k) => {
          const need = needOfNode(error);
          if (need !== undefined) view.keep(`As in the notebook: ${need}.`);
          else view.fail(contexts[k].outputs, nameAndMessage(error));
        });
      throw error;
    } finally {
      if (!control.signal.aborted) this.isReady();
    }
  }

  /** What it reads could not be computed. */
  failedBefore(error: unknown): void {
    for (const view of this.views) view.keep(`Not computed: ${messageOf(error)}`);
    this.isReady();
  }

  /** Whether another group is the same cells, which read the same names. */
  isSame({ cells, reads }: PageGroup): boolean {
    const own = this.group;
    return (
      JSON.stringify([own.cells, own.reads.map(([name]) => name)]) ===
      JSON.stringify([cells, reads.map(([name]) => name)])
    );
  }
}

/** What only Node can do, where an error came of it; libraries' own errors are known by their name. */
function needOfNode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isOne = error instanceof NeedsNode || error.name === "NeedsNode";
  return isOne ? error.message : needOfNode(error.cause);
}

const nameAndMessage = (error: unknown): string => {
  const { name } = error as Error;
  return error instanceof UserError ? messageOf(error) : `${name}: ${messageOf(error)}`;
};

/**
 * The cells that a page computes, and again whatever reads what changes; Observable's runtime knows
 * what that is.
 */
export class PageCells {
  private live: readonly LiveGroup[] = [];
  private runtime = new Runtime();
  private readonly around: Around;

  constructor(
    around: Omit<Around, "stateOf">,
    /** Texts that readers wrote in the place of the notebook's, by cell. */
    private readonly edits: ReadonlyMap<number, string> = new Map(),
  ) {
    this.around = { ...around, stateOf: (group) => this.stateOf(group) };
  }

  /**
   * Computes groups, in the place of those before; what has not changed, and reads nothing that has, stays.
   * @param changed cells whose text has changed
   * @returns when everything was computed once
   */
  async define(
    groups: readonly PageGroup[],
    changed: ReadonlySet<number> = new Set(),
  ): Promise<void> {
    const before = this.live;
    this.runtime.dispose();
    this.runtime = new Runtime();
    this.live = groups.map((group) => {
      const known = before.find((one) => one.isSame(group));
      if (!known || group.cells.some((cell) => changed.has(cell)))
        return new LiveGroup(group, this.around);
      known.group = { ...group, compute: known.group.compute };
      return known;
    });
    const module = this.runtime.module();
    for (const one of this.live) defineIn(module, one);
    await Promise.all(this.live.map(({ ready }) => ready));
  }

  /** Controls, and texts that readers wrote, in a group and in all that it reads. */
  private stateOf(group: PageGroup): unknown {
    const byNumber = new Map(this.live.map((one) => [one.group.number, one.group]));
    const seen = new Set<PageGroup>();
    const see = (one: PageGroup | undefined): void => {
      if (!one || seen.has(one)) return;
      seen.add(one);
      for (const [, from] of one.reads) see(byNumber.get(from));
      for (const from of one.after) see(byNumber.get(from));
    };
    see(group);
    const cells = [...seen].flatMap((one) => one.cells).sort((a, b) => a - b);
    return [
      this.around.controls.positionsIn(cells),
      cells.flatMap((cell) => this.edits.get(cell) ?? []),
    ];
  }
}

/** Makes a group a variable of Observable's runtime, and each name that it gives another. */
function defineIn(module: ReturnType<Runtime["module"]>, one: LiveGroup): void {
  const { group } = one;
  let isPending = true;
  const variable = module.variable({
    pending: () => {
      isPending = true;
    },
    // errors of its own show already; this is for those of what it reads
    rejected: (error) => {
      if (isPending && !startedBy(error, one)) one.failedBefore(error);
    },
  });
  const inputs = [
    ...group.reads.map(([name, from]) => `${from}:${name}`),
    ...group.after.map((from) => String(from)),
    "invalidation",
  ];
  const define = (): void => {
    variable.define(String(group.number), inputs, (...given: unknown[]) =>
      one
        .compute(given.slice(0, group.reads.length), given.at(-1) as Promise<void>)
        .catch((error) => {
          throw Object.assign(error, { [STARTED_BY]: one });
        }),
    );
  };
  define();
  for (const name of group.gives)
    module
      .variable()
      .define(
        `${group.number}:${name}`,
        [String(group.number)],
        ((values: Values) => values[name]) as never,
      );
  one.again = () => {
    one.forget();
    define();
  };
}

/** Marks an error with the group in which it came up. */
const STARTED_BY = Symbol("group");

const startedBy = (error: unknown, group: LiveGroup): boolean =>
  (error as { [STARTED_BY]?: LiveGroup } | null)?.[STARTED_BY] === group;
