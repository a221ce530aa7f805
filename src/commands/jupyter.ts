import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../base/index.js";
import { findProgram } from "./findProgram.js";
import { writeKernelspec } from "./kernelspec.js";

/** The programs that show notebooks in a browser; either is enough. */
const PROGRAMS = ["jupyter-lab", "jupyter-notebook"];

/** What Jupyter is called in Debian. */
const DEBIAN_PACKAGE = "jupyter-notebook";

/**
 * Makes the kernel known to the Jupyter that is started with the returned environment, and to no other:
 * it is described in a folder under the project's node_modules.
 * @throws UserError where there is no tslab.
 */
export async function projectEnvironment(project: string): Promise<NodeJS.ProcessEnv> {
  const folder = join(project, "node_modules", ".cache", "spikebook", "jupyter");
  await writeKernelspec(folder, project);
  const paths = [folder, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  return { ...process.env, JUPYTER_PATH: paths };
}

/**
 * Where the program is that shows notebooks: JupyterLab, else Jupyter Notebook. On Debian it is
 * installed where it is missing and may be.
 * @throws UserError with the command to run where the user has to install it.
 */
export function findJupyter(): string {
  const found = firstProgram();
  if (found) return found;
  installJupyter();
  const installed = firstProgram();
  if (installed) return installed;
  throw new UserError("missing program: jupyter; it was installed, but is not in a folder of PATH");
}

const firstProgram = (): string | undefined => {
  for (const name of PROGRAMS) {
    const path = findProgram(name);
    if (path) return path;
  }
  return undefined;
};

function installJupyter(): void {
  const isDebian = existsSync("/etc/debian_version");
  const install = `apt-get install -y --no-install-recommends ${DEBIAN_PACKAGE}`;
  if (!isDebian || process.getuid?.() !== 0) {
    const python = process.platform === "win32" ? "python" : "python3";
    throw new UserError(
      "missing program: jupyter; install it and run this again: " +
        (isDebian ? `sudo ${install}` : `${python} -m pip install jupyterlab`),
    );
  }
  console.error(`Jupyter is missing; installing it: ${install}`);
  for (const command of ["apt-get update", install]) {
    const [program, ...options] = command.split(" ");
    const { status, stderr } = spawnSync(program, options, {
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0)
      throw new UserError(`"${command}" failed: ${stderr?.trim().split("\n").at(-1)}`);
  }
}

/** Runs a program in this terminal to its end. @returns its exit status. */
export function runInTerminal(
  path: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number | null> {
  // programs that are scripts of the Windows shell run in that shell only
  const needsShell = /\.(bat|cmd)$/i.test(path);
  const quoted = (text: string): string => (needsShell ? `"${text}"` : text);
  return new Promise((settle, fail) => {
    const child = spawn(quoted(path), options.map(quoted), {
      env,
      stdio: "inherit",
      shell: needsShell,
    });
    child.on("error", fail);
    child.on("close", settle);
  });
}
