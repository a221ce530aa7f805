import katex from "katex";
import { TypesetModel } from "../../../notebook/typeset.js";
import { useMathematics } from "../cells/cellView.js";
import { useView } from "./views.js";

/** Lets a page show typeset models. */
export function showModels(): void {
  useMathematics((tex) =>
    katex.renderToString(tex.replace(/^\s*\$\$|\$\$\s*$/g, ""), {
      output: "mathml",
      displayMode: true,
      throwOnError: false,
    }),
  );
  useView({
    is: (value) => value instanceof TypesetModel,
    show: (model: TypesetModel) => ({ kind: "latex", text: model.toLatex() }),
  });
}
