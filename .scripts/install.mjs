// Installs the packages of the lock file, unless they are there. No package's install script is
// needed: the natives come as packages of their own, one for each platform.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {});

/** Whether everything is there in its version; what is optional may be for other platforms. */
function isInstalled() {
  const there = read("node_modules/.package-lock.json");
  return Object.entries(read("package-lock.json")).every(([path, { version, optional, link }]) => {
    if (path === "") return true;
    if (!(path in there)) return Boolean(optional);
    return link || there[path].version === version;
  });
}

if (!isInstalled()) {
  const npm = process.env.npm_execpath;
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm tells where it is; without it, the shell must know
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...options], { stdio: "inherit" })
    : spawnSync(`npm ${options.join(" ")}`, { stdio: "inherit", shell: true });
  process.exitCode = status ?? 1;
}
