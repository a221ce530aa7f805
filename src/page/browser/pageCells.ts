import { Runtime } from "@observablehq/runtime";
import { messageOf, UserError } from "../../base/index.js";
import { digestOfOutputs } from "../outputs.js";
import { CellContext } from "./cellContext.js";
import { CellView } from "./cellView.js";
import { PageControls } from "./pageControls.js";
import type { CellDigest, PageFacts, PageGroup } from "./pageData.js";
import { NeedsNode } from "./shims/needsNode.js";

/** What a group of cells gives to others. */
type Values = Readonly<Record<string, unknown>>;

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
    readonly group: PageGroup,
    private readonly controls: PageControls,
    private readonly facts: Digests,
  ) {
    this.views = group.cells.map((cell) => new CellView(cell));
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
  }

  /** Forgets what was computed last: a control of its own was moved. */
  forget(): void {
    this.last = undefined;
  }

  async compute(read: readonly unknown[], invalidation: Promise<void>): Promise<Values> {
    const { group, last, views } = this;
    if (last && read.every((value, k) => value === last.read[k])) {
      // a computation that was stopped may have begun to show
      for (const show of last.show) show();
      return last.gave;
    }
    const control = new AbortController();
    invalidation.then(() => control.abort());
    const asking = (cell: number, view: CellView) => ({
      number: cell,
      addControl: (form: HTMLElement) => view.addControl(form),
      again: () => this.again(),
    });
    const contexts = group.cells.map(
      (cell, k) => new CellContext(views[k], this.controls, asking(cell, views[k]), control.signal),
    );
    for (const view of views) view.begin();
    const values = Object.fromEntries(group.reads.map(([name], k) => [name, read[k]]));
    try {
      const gave = await group.compute(values, contexts);
      for (const context of contexts) context.end();
      if (control.signal.aborted) return gave;
      const show = views.map((view, k) => {
        const { outputs } = contexts[k];
        const note = this.facts.noteOn(group.cells[k], outputs);
        return () => view.finish(outputs, note);
      });
      this.last = { read, gave, show };
      for (const one of show) one();
      return gave;
    } catch (error) {
      if (!control.signal.aborted)
        views.forEach((view, k) => {
          if (needsNode(error)) view.keep(`As in the notebook: ${error.message}.`);
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
}

/** Errors for what only Node can do; libraries' own are known by their name. */
const needsNode = (error: unknown): error is Error =>
  error instanceof NeedsNode || (error instanceof Error && error.name === "NeedsNode");

const nameAndMessage = (error: unknown): string => {
  const { name } = error as Error;
  return error instanceof UserError ? messageOf(error) : `${name}: ${messageOf(error)}`;
};

/** Compares what the page computes at first with what the notebook has. */
class Digests {
  private readonly pages = new Map<number, string>();
  private readonly notebook: ReadonlyMap<number, string>;

  constructor({ digests }: PageFacts) {
    this.notebook = new Map(digests);
  }

  /** What to say of a cell's outputs. */
  noteOn(cell: number, outputs: Parameters<typeof digestOfOutputs>[0]): string {
    const expected = this.notebook.get(cell);
    if (expected === undefined) return "";
    const found = digestOfOutputs(outputs);
    if (!this.pages.has(cell)) this.pages.set(cell, found);
    return found === expected ? "✓ computed on this page, the same as in the notebook" : "";
  }

  all(): CellDigest[] {
    return Array.from(this.notebook, ([cell, notebook]) => ({
      cell,
      notebook,
      page: this.pages.get(cell) ?? null,
    }));
  }
}

/**
 * Computes the cells of a page, and again whatever reads what changes; Observable's runtime knows
 * what that is.
 * @returns the comparison with the notebook, once everything was computed
 */
export function computeCells(
  groups: readonly PageGroup[],
  facts: PageFacts,
): Promise<readonly CellDigest[]> {
  const controls = new PageControls();
  const digests = new Digests(facts);
  const runtime = new Runtime();
  const module = runtime.module();
  const live = groups.map((group) => {
    const one = new LiveGroup(group, controls, digests);
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
    return one;
  });
  return Promise.all(live.map(({ ready }) => ready)).then(() => digests.all());
}

/** Marks an error with the group in which it came up. */
const STARTED_BY = Symbol("group");

const startedBy = (error: unknown, group: LiveGroup): boolean =>
  (error as { [STARTED_BY]?: LiveGroup } | null)?.[STARTED_BY] === group;
