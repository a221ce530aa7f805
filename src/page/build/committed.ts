import type { Cell, Output, Text } from "../../notebook/executor/notebookFile.js";
import { joined } from "../../notebook/executor/notebookFile.js";
import { CONTROL_PICTURE } from "../cellControls.js";
import type { PageOutput } from "../outputs.js";

/** Forms of an output, the best for a page first. */
const FORMS = [
  ["image/svg+xml", "svg"],
  ["text/html", "html"],
  ["text/latex", "latex"],
  ["image/png", "png"],
  ["text/plain", "text"],
] as const;

/** Outputs that say how work went, and pictures of controls: a page has its own of both. */
const PASSING = ["<progress ", CONTROL_PICTURE];

/** The outputs that a notebook has of a cell. */
export const committedOutputs = ({ outputs = [] }: Cell): PageOutput[] => outputs.flatMap(shownOf);

function shownOf({ output_type, text, data, ename, evalue }: Output): PageOutput[] {
  if (output_type === "stream") return [{ kind: "text", text: joined(text) }];
  if (output_type === "error")
    return [{ kind: "text", text: `${ename ?? "error"}: ${evalue ?? ""}` }];
  for (const [type, kind] of FORMS) {
    const form = data?.[type];
    if (typeof form !== "string" && !Array.isArray(form)) continue;
    const whole = joined(form as Text);
    return PASSING.some((start) => whole.startsWith(start)) ? [] : [{ kind, text: whole }];
  }
  return [];
}
