import { format } from "node-inspect-extracted";
import type { PageOutput } from "../../outputs.js";

/** How values of a kind appear on a page. */
export interface View {
  is(value: unknown): boolean;
  show(value: never): PageOutput;
}

const views: View[] = [];

/** Adds a way to show values; pages have those that their notebooks need. */
export function useView(view: View): void {
  views.push(view);
}

/** What `console.log` shows of values, in a notebook and on its page. */
export function shownBy(values: readonly unknown[]): PageOutput {
  const [value] = values;
  const view = values.length === 1 ? views.find((one) => one.is(value)) : undefined;
  return view ? view.show(value as never) : { kind: "text", text: `${format(...values)}\n` };
}
