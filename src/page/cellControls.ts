import { inNotebook, NotebookOutput } from "../notebook/kernel.js";
import { escapeHTML } from "../notebook/rich.js";
import { type Control, useControls } from "./controls/index.js";

/** How outputs that picture a control begin: a page shows the control itself in their place. */
export const CONTROL_PICTURE = '<div class="spikebook-control">';

/** Lets controls in a notebook's cell show as what they are, and where they stand. */
export function showControlsInCells(): void {
  useControls((control) => {
    if (inNotebook())
      new NotebookOutput().show({ "text/html": picture(control), "text/plain": line(control) });
    return control.valueAt(control.start);
  });
}

/** A control as a line of text: "we: 15 pS (0 pS to 30 pS)". */
function line({ label, form, start, textAt }: Control): string {
  const measured = form.kind === "slider" || form.kind === "number";
  const isBounded = measured && Number.isFinite(form.from) && Number.isFinite(form.to);
  const range = isBounded ? ` (${textAt(form.from)} to ${textAt(form.to)})` : "";
  const choices = form.kind === "choice" ? ` (of ${form.choices.join(", ")})` : "";
  return `${label}: ${textAt(start)}${range}${choices}`;
}

/** A control as a picture: boxes and text only, which notebooks that are not trusted show too. */
function picture(control: Control): string {
  const { label, form, start, textAt } = control;
  const name = `<b>${escapeHTML(label)}</b>`;
  const body = (): string => {
    switch (form.kind) {
      case "slider": {
        const share = ((start as number) - form.from) / (form.to - form.from);
        return `<meter min="0" max="1" value="${Number(share.toFixed(4))}" style="width: 12em"></meter> ${escapeHTML(textAt(start))} <small>(${escapeHTML(textAt(form.from))} to ${escapeHTML(textAt(form.to))})</small>`;
      }
      case "choice":
        return form.choices
          .map((choice, k) => (k === start ? `<u>${escapeHTML(choice)}</u>` : escapeHTML(choice)))
          .join(" · ");
      case "checkbox":
        return start ? "☑" : "☐";
      case "text":
        return `<pre>${escapeHTML(textAt(start))}</pre>`;
      default:
        return escapeHTML(textAt(start));
    }
  };
  return `${CONTROL_PICTURE}${name} ${body()}</div>`;
}
