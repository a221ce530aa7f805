import {
  describeRate,
  describeRemaining,
  describeSeconds,
  type ProgressDisplay,
  type ProgressState,
} from "../sweep/index.js";
import { figureBundle, figureText } from "./figureBundle.js";
import { NotebookOutput } from "./kernel.js";
import { escapeHTML } from "./rich.js";

/** A progress bar as an output of the running cell. The last state stays in the notebook. */
export function notebookProgress(state: ProgressState): ProgressDisplay {
  const output = new NotebookOutput();
  const picture = new NotebookOutput();
  const show = (now: ProgressState, text: string): void => {
    const note = now.note ? ` (${now.note})` : "";
    const line = `${now.done}/${now.total} ${now.label}${note}${text}`;
    output.show({
      "text/html":
        `<progress value="${now.done}" max="${now.total}" style="width: 40%"></progress> ` +
        escapeHTML(line),
      "text/plain": line,
    });
  };
  show(state, "");
  return {
    show: (now) => {
      const parts = [describeRate(now), `${describeRemaining(now)} left`];
      show(now, now.done === 0 ? "" : ` | ${parts.join(" | ")}`);
    },
    showFigure: (figure) => {
      const { data, metadata } = figureBundle(figure);
      picture.show({ ...data, "text/plain": figureText(figure) }, metadata);
    },
    end: (now, finished) => {
      const spent = `in ${describeSeconds(now.elapsed)}`;
      show(
        now,
        finished ? ` ${spent} | ${describeRate(now)}` : `, stopped after ${spent.slice(3)}`,
      );
    },
  };
}
