// npx finds `spikebook` in its own project only by a link, which npm makes when it installs: before
// there is anything to link to. So it is asked again, once there is.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const names = ["spikebook", "spikebook.cmd"];
if (!names.some((name) => existsSync(`node_modules/.bin/${name}`))) {
  const npm = process.env.npm_execpath;
  const options = ["rebuild", "--ignore-scripts", "--loglevel=error", "spikebook"];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...options], { stdio: ["ignore", "ignore", "inherit"] })
    : spawnSync(`npm ${options.join(" ")}`, {
        stdio: ["ignore", "ignore", "inherit"],
        shell: true,
      });
  process.exitCode = status ?? 1;
}
