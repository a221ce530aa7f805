import { rememberCellTexts } from "./cells/cellTexts.js";
import { keepExecutedCells } from "./cells/executedCells.js";
import { mendPublishing } from "./cells/publishing.js";
import { mendDestructuring } from "./mends/destructuring.js";
import { mendErrors } from "./mends/errorOutputs.js";
import { mendExecutionCounts } from "./mends/executionCounts.js";
import { mendForAwait } from "./mends/forAwait.js";
import { mendInterruptRequests } from "./mends/interruptRequests.js";
import { mendInterrupts } from "./mends/interrupts.js";
import { mendShorthand } from "./mends/shorthand.js";
import { mendSigintListeners } from "./mends/sigintListeners.js";
import { mendStopOnError } from "./mends/stopOnError.js";
import type { Tslab } from "./tslab.js";

/**
 * Mends what tslab does badly. Its last release is of June 2024. Each mend puts
 * another function or class in the place of one that tslab exports, in this process only; the
 * package's files stay as they are, and so does Jupyter's own `tslab` kernel.
 *
 * The order matters, because a later mend is around the earlier ones: cells are remembered as they are
 * before their awaits become interruptible, and interrupts get their name before they are shown.
 */
export function mend(tslab: Tslab): void {
  mendShorthand(tslab);
  mendDestructuring(tslab);
  mendForAwait(tslab);
  mendSigintListeners(tslab);
  rememberCellTexts(tslab);
  mendInterrupts(tslab);
  mendStopOnError(tslab);
  mendErrors(tslab);
  mendExecutionCounts(tslab);
  mendPublishing(tslab);
  mendInterruptRequests(tslab);
  keepExecutedCells(tslab);
}
