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

/** What stands behind the help of a command: examples, ready to be typed. */
const examples = (...lines: readonly string[]): string =>
  [
    "",
    lines.length === 1 ? "Example:" : "Examples:",
    ...lines.map((line) => `  npx spikebook ${line}`),
  ].join("\n");

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const program = new Command("spikebook")
  .description("simulate spiking neurons in a notebook")
  .version(VERSION)
  .addHelpText(
    "after",
    examples(
      "notebook lab",
      "simulate nto1 --set we=15pS --duration 10s",
      "sweep nto1 --vary we=0pS,15pS --vary seed=0..9 --measures output_rate",
      "page first-network --single",
    ),
  )
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
  .addHelpText(
    "after",
    examples(
      "simulate nto1 --set N=6500 --set we=15pS --seed 3 --duration 10s",
      "simulate adex-network --duration 60s --seed 1234 --json",
      "simulate dpi-layer --mismatch mismatch.json --json",
    ),
  )
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
  .addHelpText(
    "after",
    examples(
      "sweep nto1 --vary we=0pS,15pS,30pS --vary seed=0..9 --measures median_Vm,output_rate --out data/sweep.csv",
      "sweep nto1 --vary seed=0..999 --duration 1s --measures output_rate --executor slurm --array 10 --partition main",
    ),
  )
  .action(async (model, options) => console.log(await sweepCommand(model, options)));

program
  .command("slurm-task <folder>", { hidden: true })
  .description("do the work of one task of a Slurm job array")
  .action(async (folder) => console.log(await runSlurmTask(folder)));

const notebook = program
  .command("notebook")
  .description("notebooks of this project")
  .addHelpText(
    "after",
    examples("notebook lab", "notebook run first-network", "notebook register"),
  );
notebook
  .command("run <name>")
  .description("execute a notebook, without Jupyter, and write its outputs into it")
  .option("--output <file>", "where to write the executed notebook")
  .addHelpText(
    "after",
    examples(
      "notebook run first-network",
      "notebook run notebooks/first-network.ipynb --output executed.ipynb",
    ),
  )
  .action(async (name, options) => console.log(await runNotebook(name, options)));
notebook
  .command("lab")
  .description("open Jupyter on notebooks/, with the kernel ready")
  .addHelpText("after", examples("notebook lab"))
  .action(() => openJupyter());
notebook
  .command("register")
  .description("make the kernel known to Jupyter, VS Code and JupyterHub")
  .option("--prefix <folder>", "register it for all who use this installation, like /usr/local")
  .addHelpText("after", examples("notebook register", "notebook register --prefix /usr/local"))
  .action(async (options) => console.log(await registerKernel(options)));

program
  .command("page <notebook>")
  .description("make a web page of a notebook, whose readers move its controls")
  .option("--out <folder>", "where to write it", "dist/pages")
  .option("--single", "write one file, which also works from a disk")
  .option("--keep <cells>", 'cells that are not computed on the page, by number: "3,7"')
  .addHelpText(
    "after",
    examples(
      "page first-network --out dist/pages",
      "page first-network --single",
      "page first-network --keep 3,7",
    ),
  )
  .action(async (name, options) => console.log(await makePage(name, options)));

const cache = program
  .command("cache")
  .description("results kept on disk")
  .addHelpText("after", examples("cache list", "cache size", 'cache trim "20 GB"'));
cache
  .command("list")
  .description("results by name")
  .addHelpText("after", examples("cache list"))
  .action(async () => console.log(await listCache()));
cache
  .command("size")
  .description("number and size of all results")
  .addHelpText("after", examples("cache size"))
  .action(async () => console.log(await sizeOfCache()));
cache
  .command("clear [name]")
  .description("remove the results of one name, or all")
  .addHelpText("after", examples("cache clear", 'cache clear "mean rate"'))
  .action(async (name) => console.log(await clearCache(name)));
cache
  .command("verify")
  .description("read every result, remove damaged ones")
  .addHelpText("after", examples("cache verify"))
  .action(async () => console.log(await verifyCache()));
cache
  .command("trim <size>")
  .description('remove the results used longest ago until the rest takes less: "20 GB"')
  .addHelpText("after", examples('cache trim "20 GB"'))
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
