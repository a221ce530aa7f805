import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile, writeWhole } from "../cache/index.js";
import { findTslab, missingTslab } from "../notebook/launcher/tslab.js";

/** The name by which notebooks ask for the kernel. Jupyter's own `tslab` stands beside it. */
export const KERNEL_NAME = "spikebook";

/**
 * Describes the kernel to Jupyter: this Node running the mended tslab.
 * @param data a folder of Jupyter's data; the description is put into `kernels/spikebook` there
 * @param project the folder that tslab is looked for from; beside spikebook it may be too
 * @returns the folder of the description.
 * @throws UserError where there is no tslab.
 */
export async function writeKernelspec(data: string, project: string): Promise<string> {
  if ((findTslab(project) ?? findTslab(import.meta.url)) === undefined) throw missingTslab();
  const folder = join(data, "kernels", KERNEL_NAME);
  const description = {
    argv: [
      process.execPath,
      fileURLToPath(builtFile("notebook/launcher/kernel.js")),
      "{connection_file}",
    ],
    display_name: "TypeScript (spikebook)",
    language: "typescript",
    // where there are no signals, Jupyter asks the kernel to interrupt itself
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
  };
  await writeWhole(join(folder, "kernel.json"), `${JSON.stringify(description, undefined, 2)}\n`);
  return folder;
}

/** The folder in which Jupyter looks for what a user has installed for themselves. */
export function userDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32")
    return env.APPDATA ? join(env.APPDATA, "jupyter") : join(home, ".jupyter", "data");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}
