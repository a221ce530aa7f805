import * as Inputs from "@observablehq/inputs";
import type { Control, ControlForm, Position } from "../../controls/index.js";

/** A control's form on the page, and what it says when readers have moved it. */
export interface MovingForm {
  element: HTMLElement;
  /** Where it stands. */
  position(): Position;
}

/** Makes the form that belongs to a control. */
export function formOf({ label, form, start }: Control): MovingForm {
  const element = inputOf(form, label, start);
  return { element, position: () => element.value as Position };
}

function inputOf(
  form: ControlForm,
  label: string,
  start: Position,
): HTMLElement & { value: unknown } {
  switch (form.kind) {
    case "slider":
      return Inputs.range([form.from, form.to], {
        label: withUnit(label, form.unit),
        step: form.step,
        value: start as number,
      });
    case "number": {
      const bound = (end: number): number | undefined => (Number.isFinite(end) ? end : undefined);
      return Inputs.number([bound(form.from), bound(form.to)], {
        label: withUnit(label, form.unit),
        step: form.step,
        value: start as number,
      });
    }
    case "choice":
      return Inputs.select(
        form.choices.map((_, k) => k),
        {
          label,
          value: start as number,
          format: (k: number) => form.choices[k],
        },
      );
    case "checkbox":
      return Inputs.toggle({ label, value: start as boolean });
    case "text":
      return Inputs.textarea({
        label,
        rows: form.rows,
        value: start as string,
        submit: "Compute",
        spellcheck: false,
      });
    case "seed":
      return seedForm(label, start as number);
  }
}

const withUnit = (label: string, unit: string): string =>
  unit === "" ? label : `${label} (${unit})`;

/** A number, and a button that takes the next one. */
function seedForm(label: string, start: number): HTMLElement & { value: unknown } {
  const number = Inputs.number([0, 2 ** 32 - 1], { label, step: 1, value: start });
  const again = Object.assign(document.createElement("button"), {
    type: "button",
    textContent: "Again",
  });
  again.addEventListener("click", () => {
    number.value += 1;
    number.dispatchEvent(new Event("input", { bubbles: true }));
  });
  number.querySelector("input")?.after(again);
  return number;
}
