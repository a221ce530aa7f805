import { UserError } from "../../base/index.js";
import { engineVersion } from "../../cache/index.js";

/**
 * Results are stored under the digest of the engine that asked: another one must not answer.
 * @throws UserError naming both.
 */
export function requireSameEngine(version: string): void {
  if (version !== engineVersion())
    throw new UserError(
      `invalid engine: spikebook ${engineVersion()} was asked for results of ${version}; it was built or installed again since: restart the notebook's kernel`,
    );
}
