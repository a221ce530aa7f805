/**
 * spikebook in a browser: what runs everywhere, without Node, in one file
 * (`import { network, run } from "spikebook/browser"`). The same simulations give the same bits.
 */
import { answerAsThread, isThread, useBrowser } from "./host/browser/index.js";

export * from "./core.js";
export { useBrowser };

useBrowser();
if (isThread()) answerAsThread();
