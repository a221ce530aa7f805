import { type Control, type Position, useControls } from "../../controls/index.js";
import { formOf, type MovingForm } from "./controlForms.js";

/** A control on the page, its cell, and the value where it stands. */
interface Placed {
  cell: number;
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

/** Who is asking just now: the control that is made then is settled there. */
let asking: { controls: PageControls; cell: AskingCell } | undefined;

useControls((control) =>
  asking ? (asking.controls.settle(control, asking.cell) as never) : control.valueAt(control.start),
);

/** The controls of a page, or of a figure that stands by itself, by their names. */
export class PageControls {
  private readonly placed = new Map<string, Placed>();

  /** Calls a function that makes a control, for a cell. */
  askFor<T>(cell: AskingCell, make: () => T): T {
    asking = { controls: this, cell };
    try {
      return make();
    } finally {
      asking = undefined;
    }
  }

  /** Where the controls of some cells stand. */
  positionsIn(cells: readonly number[]): unknown {
    return Array.from(this.placed)
      .filter(([, { cell }]) => cells.includes(cell))
      .map(([key, { position }]) => [key, position])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  }

  /** The value of a control, where it stands. */
  settle(control: Control, cell: AskingCell): unknown {
    const key = `${cell.number} ${control.name} ${JSON.stringify(control.form)}`;
    const known = this.placed.get(key);
    if (known) {
      cell.addControl(known.form.element);
      return known.value;
    }
    const form = formOf(control);
    const value = control.valueAt(control.start);
    const placed: Placed = { cell: cell.number, form, position: control.start, value };
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
