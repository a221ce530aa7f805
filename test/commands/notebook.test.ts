import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findProgram } from "../../src/commands/findProgram.js";
import { findJupyter, runInTerminal } from "../../src/commands/jupyter.js";
import { userDataFolder } from "../../src/commands/kernelspec.js";
import { spikebook, writeProgram } from "../helpers/command.js";
import { LiveKernel } from "../helpers/liveKernel.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-notebook-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("programs", () => {
  const bin = join(folder, "Scripts");
  mkdirSync(bin);
  writeFileSync(join(bin, "jupyter-lab.exe"), "");
  writeFileSync(join(bin, "jupyter-notebook.BAT"), "");
  writeFileSync(join(bin, "plain"), "");
  const env = { Path: `C:\\Windows;"${bin}"`, PATHEXT: ".COM;.EXE;.BAT" };
  const found = (name: string): string | undefined => findProgram(name, env, "win32");

  it("are found with the endings that Windows gives them", () => {
    expect(found("jupyter-lab")).toBe(join(bin, "jupyter-lab.exe"));
    expect(found("jupyter-notebook")).toMatch(/jupyter-notebook\.bat$/i);
    expect(found("plain")).toBeUndefined();
    expect(findProgram("jupyter-lab", { Path: bin }, "win32")).toBeDefined();
  });

  it("are found by their names elsewhere", () => {
    const path = { PATH: `/nowhere::${bin}` };
    expect(findProgram("plain", path, "linux")).toBe(join(bin, "plain"));
    expect(findProgram("jupyter-lab", path, "linux")).toBeUndefined();
    expect(findProgram("plain", {}, "linux")).toBeUndefined();
  });
});

describe("Jupyter", () => {
  const path = process.env.PATH;
  const bin = join(folder, "bin");
  beforeEach(() => {
    process.env.PATH = bin;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(bin, { recursive: true, force: true });
  });

  it("is JupyterLab where it is there, without Notebook; else Notebook", () => {
    writeProgram(bin, "jupyter-notebook", "");
    expect(findJupyter()).toContain("jupyter-notebook");
    writeProgram(bin, "jupyter-lab", "");
    expect(findJupyter()).toContain("jupyter-lab");
    rmSync(bin, { recursive: true });
    writeProgram(bin, "jupyter-lab", "");
    expect(findJupyter()).toContain("jupyter-lab");
  });

  it("is asked for in one line where it is missing and cannot be installed", () => {
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    expect(findJupyter).toThrow(/^missing program: jupyter; install it and run this again: /);
    vi.restoreAllMocks();
  });

  it("gets folders with spaces in their names whole", async () => {
    const told = join(folder, "told.json");
    writeProgram(
      bin,
      "jupyter-lab",
      `require("fs").writeFileSync(${JSON.stringify(told)}, JSON.stringify(process.argv.slice(2))); process.exit(3);`,
    );
    const options = ["--notebook-dir=/a folder/with spaces"];
    expect(await runInTerminal(findJupyter(), options, process.env)).toBe(3);
    expect(JSON.parse(readFileSync(told, "utf8"))).toEqual(options);
  });
});

describe("spikebook notebook register", () => {
  it("makes the kernel known to the user's Jupyter, VS Code and JupyterHub", async () => {
    const data = join(folder, "data");
    const { status, stdout } = await spikebook(["notebook", "register"], {
      JUPYTER_DATA_DIR: data,
    });
    expect(status).toBe(0);
    const place = join(data, "kernels", "spikebook");
    expect(stdout).toBe(`The kernel "TypeScript (spikebook)" is registered: ${place}\n`);
    const { argv, language, interrupt_mode } = JSON.parse(
      readFileSync(join(place, "kernel.json"), "utf8"),
    ) as { argv: string[]; language: string; interrupt_mode: string };
    expect(language).toBe("typescript");
    expect(interrupt_mode).toBe(process.platform === "win32" ? "message" : "signal");
    expect(argv.at(-1)).toBe("{connection_file}");
    // as Jupyter starts it, in a folder that has neither packages nor tslab
    const kernel = await LiveKernel.start(argv.slice(0, -1), folder);
    const { text } = await kernel.execute("const N = 1;\n({ N })");
    await kernel.stop();
    expect(text("stdout")).toBe("{ N: 1 }\n");
  });

  it("makes it known to all who use an installation", async () => {
    const prefix = join(folder, "prefix");
    const { status } = await spikebook(["notebook", "register", "--prefix", prefix]);
    expect(status).toBe(0);
    readFileSync(join(prefix, "share", "jupyter", "kernels", "spikebook", "kernel.json"));
  });

  it("says in one line which folder cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { status, stderr } = await spikebook(["notebook", "register", "--prefix", file]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^spikebook: cannot write .*: ENOTDIR: not a directory/);
  });
});

describe("the folder of a user's Jupyter", () => {
  it("is where Jupyter looks on each system", () => {
    expect(userDataFolder({ JUPYTER_DATA_DIR: "/a" }, "linux", "/home/u")).toBe("/a");
    expect(userDataFolder({ XDG_DATA_HOME: "/x" }, "linux", "/home/u")).toBe(join("/x", "jupyter"));
    expect(userDataFolder({}, "linux", "/home/u")).toBe(join("/home/u/.local/share/jupyter"));
    expect(userDataFolder({}, "darwin", "/Users/u")).toBe(join("/Users/u/Library/Jupyter"));
    expect(userDataFolder({ APPDATA: "/r" }, "win32", "/u")).toBe(join("/r", "jupyter"));
    expect(userDataFolder({}, "win32", "/u")).toBe(join("/u/.jupyter/data"));
  });
});
