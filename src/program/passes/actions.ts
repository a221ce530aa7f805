import { UserError } from "../../base/index.js";
import type { ActionTimes } from "../../equations/index.js";
import type { ProgramContext } from "../context.js";
import type { When } from "../program.js";

/** How far an interval may be from whole steps. */
const SLACK = 1e-6;

/**
 * The steps of an action: every n-th, or the first that begins at or after each of some times.
 * @throws UserError for an interval that is no multiple of the time step.
 */
export function stepsOfAction(
  { dt }: ProgramContext,
  whose: string,
  when: ActionTimes,
): When & { kind: "step" } {
  if ("times" in when) {
    const steps = Array.from(when.times, (time) => Math.ceil(time / dt - SLACK));
    return { kind: "step", every: 1, at: [...new Set(steps)].sort((a, b) => a - b) };
  }
  if (when.interval === 0) return { kind: "step", every: 1 };
  const steps = when.interval / dt;
  const every = Math.round(steps);
  if (every < 1 || Math.abs(steps - every) > SLACK * every)
    throw new UserError(
      `invalid interval of an action of ${whose}: ${when.interval} s; expected a multiple of the time step, ${dt} s`,
    );
  return { kind: "step", every };
}
