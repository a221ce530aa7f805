import { type Control, type Position, useControls } from "../controls/index.js";
import { formOf, type MovingForm } from "./controlForms.js";

/** A control on the page, its cell, and the value where it stands. */
interface Placed {
  control: Control;
  form: MovingForm;
  position: Position;
  value: unknown;
}

/** The cell that is asking for a control's value. */
export interface AskingCell {
  number: number;
  addControl(element: HTMLElement): void;
  /** Computes the cell anew. */
  again(): void;
}

/** Milliseconds that a reader's hand must rest before the page computes. */
const REST = 30;

/** The controls of a page, by their names. */
export class PageControls {
  private readonly placed = new Map<string, Placed>();
  private asking: AskingCell | undefined;

  constructor() {
    useControls((control) => this.settle(control) as never);
  }

  /** Calls a function that makes a control, for a cell. */
  askFor<T>(cell: AskingCell, make: () => T): T {
    this.asking = cell;
    try {
      return make();
    } finally {
      this.asking = undefined;
    }
  }

  private settle(control: Control): unknown {
    const cell = this.asking;
    if (!cell) return control.valueAt(control.start);
    const key = `${cell.number} ${control.name} ${JSON.stringify(control.form)}`;
    const known = this.placed.get(key);
    if (known) {
      cell.addControl(known.form.element);
      return known.value;
    }
    const form = formOf(control);
    const value = control.valueAt(control.start);
    const placed: Placed = { control, form, position: control.start, value };
    this.placed.set(key, placed);
    let timer: ReturnType<typeof setTimeout> | undefined;
    form.element.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const position = form.position();
        if (position === placed.position || position === null || Number.isNaN(position)) return;
        placed.position = position;
        placed.value = control.valueAt(position);
        cell.again();
      }, REST);
    });
    cell.addControl(form.element);
    return value;
  }
}
