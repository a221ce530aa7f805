export { kernelSource } from "./kernelSource.js";
export { WASM } from "./load.js";
export { answer, type ThreadMessage } from "./threads/worker.js";
