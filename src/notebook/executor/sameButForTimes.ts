import { isDeepStrictEqual } from "node:util";
import { type Cell, joined, type Notebook, type Output, type Text } from "./notebookFile.js";

/** The tag of cells whose outputs are times, and so never the same twice. */
const TIMING = "timing";

/**
 * Whether two executions of a notebook differ in times only, so that the earlier file may stay as it
 * is. The cells must be the same, with the same numbers, and so must all outputs, but for
 * - progress bars: how many items are done and what they are counts, not how long it took, how fast it
 *   was, or how many results came from the cache;
 * - reproducibility reports, which tell the time and the machine;
 * - PNG images beside an SVG: they are drawn from it, and may differ between machines;
 * - cells tagged "timing", of which only the kinds of outputs count.
 *
 * Times that a cell prints are not told from results: "first spike after 2.3 s" must not go stale.
 */
export function sameButForTimes(before: Notebook, after: Notebook): boolean {
  return isDeepStrictEqual(comparable(before), comparable(after));
}

const comparable = ({ cells, metadata }: Notebook): unknown => [
  metadata.kernelspec,
  cells.map((cell) => [
    cell.cell_type,
    joined(cell.source),
    cell.metadata,
    cell.execution_count ?? null,
    outputsOf(cell),
  ]),
];

function outputsOf(cell: Cell): unknown[] {
  const outputs = merged(cell.outputs ?? []);
  return cell.metadata?.tags?.includes(TIMING) ? outputs.map(kindOf) : outputs.map(contentOf);
}

/** Streams with nothing between them are one output, however they came. */
function merged(outputs: readonly Output[]): Output[] {
  const result: Output[] = [];
  for (const output of outputs) {
    const last = result.at(-1);
    if (last && output.output_type === "stream" && isStream(last, output.name))
      result[result.length - 1] = { ...last, text: joined(last.text) + joined(output.text) };
    else result.push(output);
  }
  return result;
}

const isStream = (output: Output, name: string | undefined): boolean =>
  output.output_type === "stream" && output.name === name;

const kindOf = ({ output_type, name, data }: Output): unknown => [
  output_type,
  name,
  Object.keys(data ?? {}).sort(),
];

function contentOf(output: Output): unknown {
  if (output.data === undefined)
    return [output.output_type, output.name, joined(output.text), output.ename, output.traceback];
  const form = (type: string): string => joined(output.data?.[type] as Text | undefined);
  const html = form("text/html");
  if (html.startsWith("<progress ")) return ["progress", withoutTimes(form("text/plain"))];
  if (html.startsWith('<table class="reproducibility">')) return ["reproducibility report"];
  const types = Object.keys(output.data).sort();
  const isDrawn = types.includes("image/svg+xml");
  const forms = types
    .filter((type) => !(isDrawn && type === "image/png"))
    .map((type) => {
      const value = output.data?.[type];
      return [type, Array.isArray(value) || typeof value === "string" ? form(type) : value];
    });
  return [output.output_type, forms, output.metadata];
}

/** "180/180 simulations (35 cached, 1 failed) in 2.9 s | 62.1/s" as "180/180 simulations (1 failed)". */
function withoutTimes(line: string): string {
  const match = /^(.*?)(?: \(([^()]*)\))?( in| \||, stopped) .*$/s.exec(line);
  if (!match) return line;
  const [, what, note = "", how] = match;
  const failed = note.split(", ").filter((part) => part.endsWith("failed"));
  return [what, ...failed.map((part) => `(${part})`), ...(how === ", stopped" ? [how] : [])].join(
    " ",
  );
}
