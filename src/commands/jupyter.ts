import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { UserError } from "../base/index.js";
import { writeWhole } from "../cache/index.js";

/** What Jupyter's parts are called in Debian. */
const DEBIAN_PACKAGES = ["jupyter-notebook", "jupyter-nbconvert"];

/**
 * Makes Jupyter and the tslab kernel ready for a project, and nothing beyond it: the kernel is
 * described in a folder under node_modules, to which the returned environment points.
 * @throws UserError with the command to run where Jupyter has to be installed by the user.
 */
export async function prepareJupyter(project: string): Promise<NodeJS.ProcessEnv> {
  if (!hasJupyter()) installJupyter();
  const folder = join(project, "node_modules", ".cache", "spikebook", "jupyter");
  await writeWhole(
    join(folder, "kernels", "tslab", "kernel.json"),
    `${JSON.stringify(kernelDescription(project), undefined, 2)}\n`,
  );
  const paths = [folder, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  return { ...process.env, JUPYTER_PATH: paths };
}

/** Whether the programs are on the path; asking them for their version would take a second. */
const hasJupyter = (): boolean =>
  ["jupyter", "jupyter-notebook", "jupyter-nbconvert"].every((program) =>
    (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program))),
  );

function installJupyter(): void {
  const isDebian = existsSync("/etc/debian_version");
  const install = `apt-get install -y --no-install-recommends ${DEBIAN_PACKAGES.join(" ")}`;
  if (!isDebian || process.getuid?.() !== 0)
    throw new UserError(
      "missing program: jupyter; install it and run this again: " +
        (isDebian ? `sudo ${install}` : "python3 -m pip install notebook nbconvert"),
    );
  console.error(`Jupyter is missing; installing it: ${install}`);
  for (const command of ["apt-get update", install]) {
    const { status, stderr } = spawnSync("sh", ["-c", command], {
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0)
      throw new UserError(`"${command}" failed: ${stderr.trim().split("\n").at(-1)}`);
  }
}

/** Jupyter's description of a kernel: this Node running the project's tslab. */
function kernelDescription(project: string): object {
  let tslab: string;
  try {
    tslab = createRequire(join(project, "package.json")).resolve("tslab/package.json");
  } catch {
    throw new UserError("missing package: tslab; run: npm install --save-dev tslab");
  }
  return {
    argv: [
      process.execPath,
      join(tslab, "..", "bin", "tslab"),
      "kernel",
      "--config-path={connection_file}",
    ],
    display_name: "TypeScript",
    language: "typescript",
  };
}
