export { requireContinuable } from "./continuing.js";
export { type KeptResult, kept, keptResult } from "./kept.js";
export { type Built, checkRunOptions, type RunOptions } from "./options.js";
export type { RecordedChunk, RecordingAbout, RecordingSink } from "./recording.js";
export { run } from "./run.js";
