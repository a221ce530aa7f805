/**
 * The kernel that Jupyter starts: `node kernel.js CONNECTION_FILE`. It is tslab, mended, and works in
 * the folder that it is started in.
 */

import { UserError } from "../../base/index.js";
import { mend } from "./mend.js";
import { showUncaughtErrors } from "./mends/errorOutputs.js";
import { loadTslab } from "./tslab.js";

try {
  const tslab = loadTslab(process.cwd());
  mend(tslab);
  // tslab would look for another copy of itself, which is not mended
  tslab.main.startKernel({ configPath: process.argv[2], enableFindLocal: false });
  showUncaughtErrors();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`spikebook: ${error.message}`);
  process.exitCode = 1;
}
