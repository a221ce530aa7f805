import { InternalError } from "../../../../base/index.js";

/**
 * Something of a network that a function of the kernel needs: where something stands, or a number.
 * The layout of a thread's part knows each of them; a kind that it does not know is an internal
 * error, never a slot that stays empty.
 */
export type Slot =
  /** The address of a domain's record: see records.ts. */
  | { kind: "record"; domain: string }
  /** The address of the run's record. */
  | { kind: "run" }
  /** The address of a field's numbers. */
  | { kind: "field"; domain: string; name: string }
  /** A field's number, where all elements share it. */
  | { kind: "number"; domain: string; name: string }
  /** The number of elements of a domain. */
  | { kind: "size"; domain: string }
  /** Tables of a trace's decay, and the number of steps at which it is 0. */
  | { kind: "decay"; domain: string; name: string }
  | { kind: "decay limit"; domain: string; name: string }
  /** The values of a trace of sources, one for each row of synapses. */
  | { kind: "trace"; domain: string; name: string }
  /** A list by which the spikes of a side find their synapses: see layout/lists.ts. */
  | {
      kind: "list";
      domain: string;
      side: "source" | "target";
      delay: string;
      what: "delays" | "delayCount" | "first" | "count" | "offsets" | "synapses";
    }
  /** When a block is carried out: every how many steps; or in which, how many those are, and which is next. */
  | { kind: "moment"; block: string; what: "every" | "steps" | "count" | "next" }
  /** The generators of a draw, one for each block of elements; of synapses, of targets. */
  | { kind: "generators"; domain: string; purpose: string }
  /** Byte offsets of the sources of synapses. */
  | { kind: "sources"; domain: string }
  /** Tables of counts of Poisson processes that share a mean: of whole blocks, of the last one. */
  | { kind: "counts"; domain: string; which: "whole" | "last" }
  /** e^-mean of Poisson processes, the parts that a large mean is drawn in, and the mean of a part. */
  | { kind: "silent"; domain: string }
  | { kind: "parts"; domain: string }
  | { kind: "partial mean"; domain: string }
  /** Poisson deviates of all elements in this step, where they share a mean; the table that they are drawn by. */
  | { kind: "poisson"; domain: string; purpose: string; what: "deviates" | "table" }
  /** Of values over time: where they are, their last row, how long a row holds (a number), the row that is known. */
  | { kind: "timed"; table: number; what: "values" | "lastRow" | "dt" | "row" }
  /** A function that is given as a table: see library/lookUp.ts. */
  | { kind: "table"; name: string }
  /** Of a tree: its nodes, how many, and the rows that the solution is worked out in; see layout/trees.ts. */
  | { kind: "tree"; tree: number; what: "nodes" | "count" | "rows" | "rowBytes" | "cellBytes" }
  /** Of a monitor: which elements, how many, its buffer, how full it is. */
  | {
      kind: "monitor";
      monitor: number;
      what: "elements" | "count" | "buffer" | "filled";
    };

/** Whether a slot holds a number (f64) and not an address or count (i32). */
export const isNumber = (slot: Slot): boolean =>
  slot.kind === "number" || slot.kind === "size" || (slot.kind === "timed" && slot.what === "dt");

/** The slots of one function, in the order in which it asked for them. */
export class SlotList {
  private readonly indices = new Map<string, number>();
  readonly list: Slot[] = [];

  /** Where a slot stands in the function's record, in bytes. */
  offsetOf(slot: Slot): number {
    const key = JSON.stringify(slot);
    let index = this.indices.get(key);
    if (index === undefined) {
      index = this.list.push(slot) - 1;
      this.indices.set(key, index);
    }
    return 8 * index;
  }
}

/** An error for something that a layout does not have. */
export const noSuchSlot = (slot: Slot): InternalError =>
  new InternalError(`nothing in memory for ${JSON.stringify(slot)}`);
