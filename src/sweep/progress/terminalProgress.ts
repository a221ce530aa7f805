import cliProgress from "cli-progress";
import {
  describeRate,
  describeRemaining,
  describeSeconds,
  type ProgressDisplay,
  type ProgressState,
} from "./progressState.js";

/** A bar on the error stream of a terminal; only the final line where that is no terminal. */
export function terminalDisplay(state: ProgressState): ProgressDisplay {
  const bar = new cliProgress.SingleBar(
    {
      format: "{bar} {value}/{total} {label}{note} | {rate} | {remaining}",
      barCompleteChar: "█",
      barIncompleteChar: "░",
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
      noTTYOutput: false,
    },
    cliProgress.Presets.rect,
  );
  const payload = (now: ProgressState): object => ({
    label: now.label,
    note: now.note ? ` (${now.note})` : "",
    rate: describeRate(now),
    remaining: now.done === now.total ? "" : `${describeRemaining(now)} left`,
  });
  const isTerminal = process.stderr.isTTY;
  if (isTerminal) bar.start(state.total, 0, payload(state));
  return {
    show: (now) => bar.update(now.done, payload(now)),
    end: (now) => {
      if (isTerminal) {
        bar.update(now.done, payload(now));
        bar.stop();
      } else
        process.stderr.write(
          `${now.done}/${now.total} ${now.label}${now.note ? ` (${now.note})` : ""} in ${describeSeconds(now.elapsed)}\n`,
        );
    },
  };
}
