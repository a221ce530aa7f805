import { stepCount } from "../network/index.js";
import type { TimeWindow } from "../signals/index.js";
import type { Quantity } from "../units/index.js";

/**
 * The time that a run simulated, in seconds: as many whole steps as it had, from its first one on.
 * A duration that is no multiple of the time step was rounded to one.
 * @param steps how many there were; by default all
 */
export function simulatedWindow(
  simulation: { duration: Quantity<"time">; dt: Quantity<"time"> },
  firstStep = 0,
  steps = stepCount(simulation),
): TimeWindow {
  const [duration, dt] = [simulation.duration.value, simulation.dt.value];
  // 3000 * 0.1 ms and 0.3 s differ in the last bit: the duration is then the number that was meant
  const isMeant = firstStep === 0 && Math.abs(steps * dt - duration) <= 1e-6 * dt;
  return { start: firstStep * dt, stop: isMeant ? duration : (firstStep + steps) * dt };
}
