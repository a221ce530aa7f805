import { existsSync } from "node:fs";
import { join, posix, win32 } from "node:path";

/**
 * Where a program is, looked for as the system's shell does: in the folders of PATH, on Windows with
 * each of the endings that PATHEXT names, so that `jupyter` is found as `jupyter.exe`.
 * @returns its path, or undefined where there is none.
 */
export function findProgram(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const { delimiter } = platform === "win32" ? win32 : posix;
  const endings =
    platform === "win32" ? variable(env, "PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";") : [""];
  for (const folder of variable(env, "PATH", "").split(delimiter)) {
    if (folder === "") continue;
    // file systems that tell cases apart may hold the ending in either
    for (const ending of endings)
      for (const file of [name + ending.toLowerCase(), name + ending]) {
        const path = join(unquoted(folder), file);
        if (existsSync(path)) return path;
      }
  }
  return undefined;
}

/** Windows does not care how its variables are spelled: Path, PATH. */
function variable(env: NodeJS.ProcessEnv, name: string, otherwise: string): string {
  const key = Object.keys(env).find((each) => each.toUpperCase() === name);
  return (key === undefined ? undefined : env[key]) || otherwise;
}

/** Folders of PATH may stand in quotation marks on Windows. */
const unquoted = (folder: string): string => folder.replace(/^"(.*)"$/, "$1");
