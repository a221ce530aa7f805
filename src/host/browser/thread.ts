import { type HostThread, InternalError } from "../../base/index.js";
import { answer, type ThreadMessage } from "../../targets/wasm/index.js";

/** By this name a worker knows that it is a thread of a simulation. */
const THREAD = "spikebook thread";

/** Whether this page may share memory among threads. */
export const canShareMemory = (): boolean =>
  typeof SharedArrayBuffer !== "undefined" && globalThis.crossOriginIsolated === true;

/** The script that a thread loads, where it is another than this module. */
let script: (() => string) | undefined;

/** Names the script that threads load: one that calls {@link answerAsThread} where {@link isThread}. */
export function useScript(urlOf: () => string): void {
  script = urlOf;
}

/** Starts a worker that answers messages: it loads the very module that asks for it. */
export function startThread(): HostThread {
  const worker = script ? new Worker(script(), { name: THREAD }) : ownModule();
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (receive) => {
      worker.onmessage = ({ data }) => receive(data);
    },
    onFailure: (fail) => {
      worker.onerror = ({ message }) => fail(new InternalError(`a thread failed: ${message}`));
    },
    // a page lives without its threads, and its threads with it
    keepAlive: () => {},
    end: () => worker.terminate(),
  };
}

function ownModule(): Worker {
  // through a text of its own, because a worker's file has to come from the page's own server
  const text = `import ${JSON.stringify(import.meta.url)};`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Worker(url, { type: "module", name: THREAD });
}

/** Whether this module was loaded by such a worker. */
export const isThread = (): boolean =>
  typeof document === "undefined" && (globalThis as { name?: string }).name === THREAD;

/** Makes this worker a thread: it answers messages. */
export function answerAsThread(): void {
  addEventListener("message", ({ data }) => {
    postMessage(answer(data as ThreadMessage));
  });
}
