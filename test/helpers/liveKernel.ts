import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT } from "./data.js";

/** What a kernel says while it runs a cell: messages of Jupyter's protocol, in order. */
export interface Said {
  type: string;
  content: Record<string, unknown>;
}

/** How a cell ended: its answer, and what was said meanwhile. */
export interface Ended {
  reply: Record<string, unknown>;
  said: Said[];
  /** All text on one of the streams. */
  text: (name: "stdout" | "stderr") => string;
}

interface Dealer {
  connect(address: string): void;
  send(frames: (string | Buffer)[]): Promise<void>;
  receive(): Promise<Buffer[]>;
  close(): void;
  subscribe(): void;
}
type ZeroMQ = Record<"Dealer" | "Subscriber", new () => Dealer>;

const DELIMITER = "<IDS|MSG>";
const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"] as const;

/** A kernel in a process of its own, spoken to over ZeroMQ as Jupyter does it. */
export class LiveKernel {
  private readonly session = randomUUID();
  private readonly waiting = new Map<string, (ended: Ended) => void>();
  private readonly said = new Map<
    string,
    { said: Said[]; reply?: Said["content"]; idle: boolean }
  >();

  private constructor(
    readonly process: ChildProcess,
    private readonly sockets: Record<"shell" | "iopub" | "control", Dealer>,
    private readonly key: string,
    private readonly folder: string,
  ) {
    for (const socket of Object.values(sockets)) void this.listen(socket);
  }

  /** Starts a kernel in a folder. @param argv its command; the connection file is appended */
  static async start(argv: readonly string[], cwd: string = join(PROJECT, "notebooks")) {
    const zeromq = createRequire(import.meta.url)("zeromq") as ZeroMQ;
    const folder = mkdtempSync(join(tmpdir(), "spikebook-kernel-"));
    const ports = await freePorts(CHANNELS.length);
    const key = randomUUID();
    const connection = Object.fromEntries(CHANNELS.map((name, i) => [`${name}_port`, ports[i]]));
    const file = join(folder, "connection.json");
    const more = { key, ip: "127.0.0.1", transport: "tcp", signature_scheme: "hmac-sha256" };
    writeFileSync(file, JSON.stringify({ ...connection, ...more }));
    const child = spawn(argv[0], [...argv.slice(1), file], {
      cwd,
      stdio: "ignore",
      env: { ...process.env, SPIKEBOOK_CACHE: join(folder, "cache") },
    });
    process.once("exit", () => child.kill("SIGKILL"));
    const open = (type: "Dealer" | "Subscriber", channel: (typeof CHANNELS)[number]): Dealer => {
      const socket = new zeromq[type]();
      socket.connect(`tcp://127.0.0.1:${connection[`${channel}_port`]}`);
      return socket;
    };
    const sockets = {
      shell: open("Dealer", "shell"),
      control: open("Dealer", "control"),
      iopub: open("Subscriber", "iopub"),
    };
    sockets.iopub.subscribe();
    const kernel = new LiveKernel(child, sockets, key, folder);
    // the broadcast is joined late: a request has not ended before it was heard there
    for (;;) {
      const { reply } = await kernel.request("shell", "kernel_info_request", {}, 500);
      if ("protocol_version" in reply) return kernel;
    }
  }

  /** Runs a cell to its end. */
  execute(code: string, more: object = {}): Promise<Ended> {
    return this.request("shell", "execute_request", { code, silent: false, ...more });
  }

  /** Runs a cell, calls a function once it has printed a text, and waits for its end. */
  async executeUntil(code: string, printed: string, then: () => void): Promise<Ended> {
    const ended = this.execute(code);
    const heard = [...this.said.values()].at(-1);
    while (!heard?.said.some(({ content }) => String(content.text).includes(printed)))
      await pause(20);
    then();
    return ended;
  }

  /** Presses the notebook's stop button. */
  interrupt(): void {
    this.process.kill("SIGINT");
  }

  /** Presses the stop button of a system without signals. */
  interruptByMessage(): Promise<Ended> {
    return this.request("control", "interrupt_request", {});
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  async stop(): Promise<void> {
    if (this.isAlive) {
      const ended = once(this.process, "exit");
      this.process.kill("SIGKILL");
      await ended;
    }
    for (const socket of Object.values(this.sockets)) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async request(
    channel: "shell" | "control",
    type: string,
    content: object,
    patience?: number,
  ): Promise<Ended> {
    const id = randomUUID();
    this.said.set(id, { said: [], idle: false });
    const ended = new Promise<Ended>((settle) => {
      this.waiting.set(id, settle);
      if (patience !== undefined) setTimeout(() => settle(endedOf({}, [])), patience);
    });
    const header = {
      msg_id: id,
      msg_type: type,
      session: this.session,
      username: "test",
      version: "5.3",
      date: new Date().toISOString(),
    };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    const hash = createHmac("sha256", this.key);
    for (const part of parts) hash.update(part);
    await this.sockets[channel].send([DELIMITER, hash.digest("hex"), ...parts]);
    return ended;
  }

  private async listen(socket: Dealer): Promise<void> {
    for (;;) {
      const frames = await socket.receive().catch(() => undefined);
      if (frames === undefined) return;
      const start = frames.findIndex((frame) => frame.toString() === DELIMITER);
      const [header, parent, , content] = frames
        .slice(start + 2, start + 6)
        .map((frame) => JSON.parse(frame.toString()) as Record<string, unknown>);
      const known = this.said.get(String(parent.msg_id));
      if (!known) continue;
      const type = String(header.msg_type);
      if (type.endsWith("_reply")) known.reply = content;
      else if (type !== "status") known.said.push({ type, content });
      else if (content.execution_state === "idle") known.idle = true;
      // an interrupt is answered outside of the order
      const hasEnded = known.idle || type === "interrupt_reply";
      if (known.reply && hasEnded)
        this.waiting.get(String(parent.msg_id))?.(endedOf(known.reply, known.said));
    }
  }
}

const endedOf = (reply: Said["content"], said: Said[]): Ended => ({
  reply,
  said,
  text: (name) =>
    said
      .filter(({ type, content }) => type === "stream" && content.name === name)
      .map(({ content }) => content.text)
      .join(""),
});

/** Waits without holding anything up. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds));

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      return (server.address() as { port: number }).port;
    }),
  );
  for (const server of servers) server.close();
  return ports;
}
