import { host } from "../../base/index.js";
import { BLOCK } from "../../network/index.js";
import { optimise, type Program } from "../../program/index.js";
import { BuiltNetwork, requireElements } from "../build/index.js";
import type { LoadedNetwork, LoadOptions, Target } from "../target.js";
import type { Exchange } from "./code/exchange.js";
import { canExchangeWithin } from "./code/kernel.js";
import { inBundles, listOf, membersOf, type Pathway, pathwaysOf } from "./code/synapses/pathway.js";
import { drawManyFast } from "./drawing/drawManyFast.js";
import { compiled } from "./instance.js";
import { kernelOf } from "./kernels.js";
import {
  bundlesOf,
  isUndivided,
  layOut,
  neighboursOf,
  partition,
  SynapseTables,
} from "./layout/index.js";
import { LoadedKernel } from "./loadedKernel.js";
import { leastDelay, madeByKernels, requireRoom, tasksOf } from "./making/index.js";
import { portableFunctions } from "./portable.js";
import type { Prepared } from "./prepared.js";
import { drawRenewalFast } from "./renewal.js";
import { ManyThreads, NoSharedMemory, OneThread, type Site } from "./start.js";
import { hasThreads } from "./threads/team.js";
import { threadsWorth } from "./threads/worth.js";

/** WebAssembly, emitted directly from the program: fast, and the default. */
export const WASM: Target = { name: "wasm", load };

async function load(given: Program, options: LoadOptions): Promise<LoadedNetwork> {
  const { pause = async () => {} } = options;
  const began = performance.now();
  const program = optimise(given);
  const built = new BuiltNetwork(program, {
    functions: portableFunctions(),
    renewal: drawRenewalFast,
    draw: drawManyFast,
  });
  requireElements(built);
  const alone = pathwaysOf(program);
  const own = madeByKernels(program, alone);
  const least = exchangeInterval(alone, built, ({ domain: { name } }) =>
    own.some(({ domain }) => domain.name === name) ? leastDelay(program, name) : undefined,
  );
  const readsSource = alone.some((pathway) => pathway.readsSource);
  // a thread has the synapses onto its own neurons, and no others
  const areSides = alone.some(({ domain }) => domain.from.synapses || domain.to.synapses);
  const threads = readsSource || areSides ? 1 : usableThreads(program, least, options);
  const parts = partition(program, alone, threads);
  const bundles = bundlesOf(program, own, parts);
  const pathways = inBundles(alone, bundles);
  const kernel = kernelOf(program, exchangeOf(threads, least), bundles);
  const compiling = compiled(kernel);
  // what follows may fail first
  compiling.catch(() => {});
  const neighbours = neighboursOf(program, pathways, bundles);
  const context = { program, kernel, built };
  const tasks = own.flatMap(({ domain: { name } }) => {
    const members = membersOf(pathways, name);
    return members.length > 0 ? [tasksOf(members, parts, neighbours, context)] : [];
  });
  const byPart = parts.map((_, k) => tasks.map((ofParts) => ofParts[k]));
  requireRoom(byPart);
  let site: Site | undefined;
  try {
    site = threads === 1 ? new OneThread() : new ManyThreads(threads);
    const made = own.length > 0 ? await site.make(byPart, kernel.encoded.heap, pause) : [];
    const interval = exchangeInterval(
      pathways,
      built,
      ({ rowsOf }) => made[0]?.rows.find(({ domain }) => domain === rowsOf)?.delays[0],
    );
    const tables = new SynapseTables(built);
    const layouts = parts.map((part, k) =>
      layOut({ ...context, pathways, threads, interval, tables, neighbours }, part, made[k]),
    );
    const waiting = performance.now();
    const module = await compiling;
    const compileTime = (performance.now() - waiting) / 1000;
    const prepared: Prepared = { program, pathways, kernel, module, layouts, interval };
    const started = await site.start(prepared);
    const buildTime = (performance.now() - began) / 1000 - compileTime;
    return new LoadedKernel(prepared, started, { compileTime, buildTime });
  } catch (error) {
    site?.end();
    if (!(error instanceof NoSharedMemory)) throw error;
    host.warn("this system refuses the memory that threads share: one thread computes");
    return load(given, { ...options, threads: 1 });
  }
}

/**
 * Steps that threads can compute without hearing of each other's spikes: the shortest delay.
 * @param known that of synapses which kernels make
 */
function exchangeInterval(
  pathways: readonly Pathway[],
  built: BuiltNetwork,
  known: (pathway: Pathway) => number | undefined,
): number {
  let shortest = LONGEST_INTERVAL;
  for (const pathway of pathways) {
    const { domain, delivery, others, fromSource } = pathway;
    if (delivery && !fromSource)
      shortest = Math.min(shortest, known(pathway) ?? built.shortestDelay(domain.name));
    for (const block of others) {
      const { side, delay, times } = listOf(block);
      const steps = times * built.shortestDelay(domain.name, delay, side === "target" ? 1 : 0);
      // a thread knows the spikes of its own neurons at once
      if (side === "target" || !fromSource) shortest = Math.min(shortest, steps);
    }
  }
  return shortest;
}

const exchangeOf = (threads: number, interval: number): Exchange => {
  if (threads === 1) return "none";
  return interval === 0 ? "within steps" : "between steps";
};

/** Spikes are kept for two intervals, so that these are not longer than it takes to gain by them. */
const LONGEST_INTERVAL = 64;

/**
 * Threads that can share a network: the published streams have one generator for all. Without delays they meet in
 * each step, which takes some microseconds.
 */
function usableThreads(
  program: Program,
  interval: number,
  { threads, steps }: LoadOptions,
): number {
  const { stream, domains } = program;
  if (stream !== "default" || !hasThreads()) return 1;
  if (interval < 1 && !canExchangeWithin(program)) return 1;
  const most = threads ?? Math.min(host.cores(), threadsWorth(program, interval, steps));
  const undivided = domains.filter(({ name }) => isUndivided(program, name));
  const blocks = domains.map((domain) =>
    domain.kind === "population" && !undivided.includes(domain)
      ? Math.ceil(domain.size / BLOCK)
      : 0,
  );
  return Math.max(1, Math.min(most, Math.max(undivided.length, ...blocks)));
}
