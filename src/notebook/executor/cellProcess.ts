/**
 * The process in which `spikebook notebook run` executes cells: the same mended tslab as in Jupyter's
 * kernel, spoken to over a channel between processes instead of ZeroMQ.
 */
import { messageOf } from "../../base/index.js";
import { publishBy } from "../launcher/cells/publishing.js";
import { mend } from "../launcher/mend.js";
import { showUncaughtErrors } from "../launcher/mends/errorOutputs.js";
import { type Converter, type ExecuteRequest, loadTslab } from "../launcher/tslab.js";
import type { Answer, Order } from "./cellRunner.js";

const tell = (answer: Answer): void => {
  process.send?.(answer);
};

function start(): void {
  const tslab = loadTslab(process.cwd());
  mend(tslab);
  const converters: Partial<Record<"node" | "browser", Converter>> = {};
  const converter = (kind: "node" | "browser"): Converter => {
    converters[kind] ??= tslab.converter.createConverter({
      isJS: false,
      isBrowser: kind === "browser",
    });
    return converters[kind];
  };
  const executor = tslab.executor.createExecutor(
    process.cwd(),
    {
      get node() {
        return converter("node");
      },
      get browser() {
        return converter("browser");
      },
      close: () => Object.values(converters).map((each) => each.close()),
    },
    console,
  );
  const handler = new tslab.jupyter.JupyterHandlerImpl(executor, false);
  process.on("SIGINT", () => executor.interrupt());
  showUncaughtErrors();

  process.on("message", (order: Order) => {
    if (order.type === "interrupt") process.emit("SIGINT");
    else if (order.type === "execute") void execute(order.cell, order.request);
    else end();
  });
  // without the one who reads the outputs there is nothing to do
  process.on("disconnect", () => process.exit());

  const execute = async (cell: number, request: ExecuteRequest): Promise<void> => {
    const say = (type: string, content: object): void =>
      tell({ type: "said", cell, said: { type, content } });
    publishBy(request, say);
    const reply = await handler.handleExecute(
      request,
      (name, text) => say("stream", { name, text }),
      (content, isUpdate) => say(isUpdate ? "update_display_data" : "display_data", content),
    );
    tell({ type: "ended", cell, status: reply.status });
  };
  const end = (): void => {
    handler.close();
    process.removeAllListeners("disconnect");
    // what the notebook has begun and nobody holds open may end by itself
    process.disconnect();
  };
  tell({ type: "ready", language: handler.handleKernel().language_info });
}

try {
  start();
} catch (error) {
  tell({ type: "failed", message: messageOf(error) });
  process.disconnect();
}
