import type { PlainValues } from "../equations/index.js";
import type { Beginning } from "./program.js";

/** How values that the user gave begin; drawn ones from the stream of a purpose. */
export function beginningOf(values: PlainValues, purpose: string): Beginning {
  switch (values.kind) {
    case "shared":
      return { kind: "value", value: values.value };
    case "each":
      return { kind: "each", values: values.values };
    case "drawn":
      return { kind: "drawn", drawn: values.drawn, purpose };
    case "places":
      return values;
    case "expression":
      return { kind: "expression", expression: values.expression, purpose };
  }
}

export const NOTHING_YET: Beginning = { kind: "value", value: 0 };
