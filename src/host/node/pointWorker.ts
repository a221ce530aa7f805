// The process that computes points of a sweep (sweep/executors/pointWorker.ts), on Node's own ways: with
// its threads, its memory, and the engine's version, without which no state could be gone on from.

import "../../sweep/executors/pointWorker.js";
import { useNode } from "./index.js";

useNode();
