import { MorphologyDescription, MorphologySection } from "../../../morphology/index.js";
import { descriptionHTML } from "../../../notebook/morphologyView.js";
import { useView } from "./views.js";

/** Lets a page show morphologies, as tables of their sections. */
export function showMorphologies(): void {
  useView({
    is: (value) => value instanceof MorphologyDescription,
    show: (table: MorphologyDescription) => ({ kind: "html", text: descriptionHTML(table) }),
  });
  useView({
    is: (value) => value instanceof MorphologySection,
    show: (part: MorphologySection) => ({ kind: "html", text: descriptionHTML(part.describe()) }),
  });
}
