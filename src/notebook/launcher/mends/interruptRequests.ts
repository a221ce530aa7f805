import { createHmac, randomUUID } from "node:crypto";
import type { Socket, Tslab } from "../tslab.js";

/** What stands between a message's addresses and its parts. */
const DELIMITER = "<IDS|MSG>";

/**
 * Interrupts that come as messages: Windows has no signals, so there Jupyter asks the kernel to
 * interrupt itself. tslab does not know that message. Here it becomes the signal's event.
 */
export function mendInterruptRequests(tslab: Tslab): void {
  tslab.jupyter.ZmqServer = class extends tslab.jupyter.ZmqServer {
    override handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void> {
      const start = frames.findIndex((frame) => frame.equals(Buffer.from(DELIMITER)));
      const { key } = this.connInfo;
      const parts = frames.slice(start + 2, start + 6);
      if (
        start < 0 ||
        parts.length < 4 ||
        typeOf(parts[0]) !== "interrupt_request" ||
        signature(key, parts) !== frames[start + 1].toString()
      )
        return super.handleShellMessage(socket, ...frames);
      process.emit("SIGINT");
      const reply = replyTo(parts[0], "interrupt_reply");
      socket.send([...frames.slice(0, start), DELIMITER, signature(key, reply), ...reply]);
      return Promise.resolve();
    }
  };
}

function typeOf(header: Buffer): unknown {
  try {
    return (JSON.parse(header.toString()) as { msg_type?: unknown }).msg_type;
  } catch {
    return undefined;
  }
}

const signature = (key: string, parts: readonly (Buffer | string)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHmac("sha256", key)).digest("hex");

/** Header, parent's header, metadata and content of an answer. */
function replyTo(request: Buffer, type: string): string[] {
  const parent = JSON.parse(request.toString()) as object;
  const header = {
    ...parent,
    msg_id: randomUUID(),
    msg_type: type,
    date: new Date().toISOString(),
  };
  return [header, parent, {}, { status: "ok" }].map((part) => JSON.stringify(part));
}
