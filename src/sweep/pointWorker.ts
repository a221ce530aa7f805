import { move } from "piscina";
import { fromBytes, toBytes } from "../cache/index.js";
import { computePoint, type PointTask } from "./pointTask.js";
import { requireSameEngine } from "./sameEngine.js";
import { ownBytes, type WorkerTask } from "./workers.js";

/** Computes one point in a worker thread; called by the pool. */
export default async function computeInWorker({ bytes, version }: WorkerTask): Promise<unknown> {
  requireSameEngine(version);
  const outcome = await computePoint(fromBytes(bytes) as PointTask, { threads: 1 });
  return move(ownBytes(toBytes(outcome)));
}
