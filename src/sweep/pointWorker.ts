import { move } from "piscina";
import { fromBytes, ResultCache, toBytes } from "../cache/index.js";
import { computePoint, type PointTask } from "./pointTask.js";
import { requireSameEngine } from "./sameEngine.js";
import { ownBytes, type WorkerTask } from "./workers.js";

let cache: ResultCache | undefined;

/** Computes one point in a worker thread; called by the pool. */
export default async function computeInWorker({
  bytes,
  folder,
  limit,
  version,
}: WorkerTask): Promise<unknown> {
  requireSameEngine(version);
  cache ??= new ResultCache(folder, limit);
  const outcome = await computePoint(fromBytes(bytes) as PointTask, cache, { threads: 1 });
  return move(ownBytes(toBytes(outcome)));
}
