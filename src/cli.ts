#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { InterruptedError, UserError } from "./base/index.js";
import { VERSION } from "./cache/index.js";
import {
  clearCache,
  listCache,
  MEASURE_NAMES,
  makePage,
  openJupyter,
  registerKernel,
  runNotebook,
  runSlurmTask,
  simulate,
  sizeOfCache,
  sweepCommand,
  trimCache,
  verifyCache,
} from "./commands/index.js";
import { useNode } from "./host/node/index.js";
import { MODELS } from "./models/index.js";

// threads, memory and interrupts are Node's here too
useNode();

/** Exit status for what the user can mend, and for work that the user stopped. */
const USER_ERROR = 2;
const INTERRUPTED = 130;

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const program = new Command("spikebook")
  .description("simulate spiking neurons in a notebook")
  .version(VERSION)
  .exitOverride()
  .configureOutput({ outputError: () => {} });

program
  .command("simulate <model>")
  .description(`run a model: ${Object.keys(MODELS).join(", ")}`)
  .option("--set <name=value>", 'set a parameter, like "we=15pS"; may be repeated', collect)
  .option("--seed <seed>", "seed of the random stream")
  .option("--duration <duration>", 'simulated time, like "10s"')
  .option("--mismatch <file>", "JSON file with the mismatch of each bias (dpi-layer)")
  .option("--json", "print one JSON object at full precision")
  .action(async (model, options) => console.log(await simulate(model, options)));

program
  .command("sweep <model>")
  .description("run a model at all combinations of values, and tabulate what comes out")
  .option("--vary <name=values>", 'values of a parameter: "we=0pS,15pS", "seed=0..9"', collect)
  .option("--set <name=value>", "set another parameter; may be repeated", collect)
  .option("--seed <seed>", "seed of the random stream")
  .option("--duration <duration>", 'simulated time, like "10s"')
  .requiredOption("--measures <names>", `what is kept: ${MEASURE_NAMES.join(", ")}`)
  .option("--executor <name>", "in-process, workers or slurm", "workers")
  .option("--threads <number>", "worker processes, or cores of a Slurm task")
  .option("--array <tasks>", "tasks of a Slurm job array")
  .option("--partition <name>", "Slurm partition")
  .option("--time <limit>", 'time limit of a Slurm task, like "2:00:00"')
  .option("--memory <size>", 'memory of a Slurm task, like "4G"')
  .option("--sbatch <option>", "further option of sbatch; may be repeated", collect)
  .option("--out <file>", "write the table to a CSV file; printed otherwise")
  .action(async (model, options) => console.log(await sweepCommand(model, options)));

program
  .command("slurm-task <folder>", { hidden: true })
  .description("do the work of one task of a Slurm job array")
  .action(async (folder) => console.log(await runSlurmTask(folder)));

const notebook = program.command("notebook").description("notebooks of this project");
notebook
  .command("run <name>")
  .description("execute a notebook, without Jupyter, and write its outputs into it")
  .option("--output <file>", "where to write the executed notebook")
  .action(async (name, options) => console.log(await runNotebook(name, options)));
notebook
  .command("lab")
  .description("open Jupyter on notebooks/, with the kernel ready")
  .action(() => openJupyter());
notebook
  .command("register")
  .description("make the kernel known to Jupyter, VS Code and JupyterHub")
  .option("--prefix <folder>", "register it for all who use this installation, like /usr/local")
  .action(async (options) => console.log(await registerKernel(options)));

program
  .command("page <notebook>")
  .description("make a web page of a notebook, whose readers move its controls")
  .option("--out <folder>", "where to write it", "dist/pages")
  .option("--single", "write one file, which also works from a disk")
  .option("--keep <cells>", 'cells that are not computed on the page, by number: "3,7"')
  .action(async (name, options) => console.log(await makePage(name, options)));

const cache = program.command("cache").description("results kept on disk");
cache
  .command("list")
  .description("results by name")
  .action(async () => console.log(await listCache()));
cache
  .command("size")
  .description("number and size of all results")
  .action(async () => console.log(await sizeOfCache()));
cache
  .command("clear [name]")
  .description("remove the results of one name, or all")
  .action(async (name) => console.log(await clearCache(name)));
cache
  .command("verify")
  .description("read every result, remove damaged ones")
  .action(async () => console.log(await verifyCache()));
cache
  .command("trim <size>")
  .description('remove the results used longest ago until the rest takes less: "20 GB"')
  .action(async (size) => console.log(await trimCache(size)));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0);
  const interrupted = error instanceof InterruptedError;
  const mended = interrupted || error instanceof UserError || error instanceof CommanderError;
  if (!mended) throw error;
  const message = error.message
    .replace(/^error: /, "")
    // on one line, as our own messages have it
    .replace(/\s*\(Did you mean (?:one of )?(.*)\?\)/s, (_, names: string) => {
      return `; did you mean "${names.replaceAll(", ", '" or "')}"?`;
    });
  if (message !== "(outputHelp)") console.error(`spikebook: ${message}`);
  process.exitCode = interrupted ? INTERRUPTED : USER_ERROR;
}
