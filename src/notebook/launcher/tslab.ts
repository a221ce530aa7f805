import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type TypeScript from "typescript";
import { UserError } from "../../base/index.js";

/** A place in a cell: all three count from 0. */
export interface Position {
  offset: number;
  line: number;
  character: number;
}

/** What TypeScript finds wrong with a cell, or with a file that it imports. */
export interface Diagnostic {
  start: Position;
  end: Position;
  messageText: string;
  /** The file; undefined stands for the cell. */
  fileName?: string;
}

/** A cell as JavaScript. */
export interface Converted {
  diagnostics: Diagnostic[];
  output?: string;
  /** Whether the cell has to run in an asynchronous function. */
  hasToplevelAwait?: boolean;
}

/** Turns cells into JavaScript. */
export interface Converter {
  /** @param declarations what earlier cells declared */
  convert(declarations: string, cell: string): Converted;
  close(): void;
}

/** Runs cells. */
export interface Executor {
  /** @returns whether the cell succeeded. */
  execute(cell: string): Promise<boolean>;
  interrupt(): void;
  close(): void;
}

interface ConverterSet {
  node: Converter;
  browser: Converter;
  close(): void;
}

/** Where an executor writes what goes wrong: a value that was thrown, or a format and values. */
export interface ErrorConsole {
  log: (...values: unknown[]) => void;
  error: (...values: unknown[]) => void;
}

/** A front-end's request to execute a cell (Jupyter's messaging protocol 5.3). */
export interface ExecuteRequest {
  code: string;
  /** True: nothing is counted or told to other front-ends. */
  silent?: boolean;
  /** Unless false, a failure aborts the cells that wait. */
  stop_on_error?: boolean;
}

/** The answer to a request: how it went, and the cell's number. */
export interface ExecuteReply {
  status: "ok" | "error" | "aborted";
  execution_count?: number;
}

export type WriteStream = (name: string, text: string) => void;

export interface DisplayData {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}
export type WriteDisplayData = (content: DisplayData, update: boolean) => void;

/** A request to execute a cell, and how what it writes reaches the front-end. */
export type Execution = [
  request: ExecuteRequest,
  writeStream: WriteStream,
  writeDisplayData: WriteDisplayData,
];

/** Answers requests; what tslab calls private is declared where a mend replaces it. */
export interface Handler {
  executor: Executor;
  /** The number of the last cell. */
  execCount: number;
  handleKernel(): { language_info: object };
  handleExecute(...execution: Execution): Promise<ExecuteReply>;
  /** Runs one cell. @throws the cell's number, where the cell fails. */
  handleExecuteImpl(...execution: Execution): Promise<{ count: number }>;
  close(): void;
}

/** A message of the protocol, as it came. */
export interface Message {
  content: ExecuteRequest;
  createReply(): {
    header: { msg_type: string };
    content: object;
    signAndSend(key: string, socket: Socket): void;
  };
}

export interface Socket {
  send(frames: (Buffer | string)[]): unknown;
}

/** Carries messages between front-ends and the handler, over ZeroMQ. */
export interface Server {
  connInfo: { key: string };
  iopub: Socket;
  handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void>;
  handleExecute(socket: Socket, message: Message): Promise<void>;
}

/**
 * The parts of tslab that make up a kernel: modules whose exported functions and classes tslab
 * looks up at every use, so that a mend can put another in the place of one.
 */
export interface Tslab {
  typescript: typeof TypeScript;
  converter: {
    createConverter: (options: { isJS: boolean; isBrowser: boolean }) => Converter;
  };
  executor: {
    createExecutor: (folder: string, converters: ConverterSet, console: ErrorConsole) => Executor;
  };
  jupyter: {
    JupyterHandlerImpl: new (executor: Executor, isJavaScript: boolean) => Handler;
    ZmqServer: new (handler: Handler, connectionFile: string) => Server;
  };
  main: {
    startKernel: (options: { configPath: string; enableFindLocal: boolean }) => void;
  };
}

/**
 * The tslab that a folder's own code would import; where there is none, the one that is installed
 * beside spikebook.
 * @throws UserError where there is no tslab.
 */
export function loadTslab(folder: string): Tslab {
  const description = findTslab(folder) ?? findTslab(import.meta.url);
  if (description === undefined) throw missingTslab();
  const load = createRequire(description);
  const part = (name: string): unknown => load(join(dirname(description), "dist", name));
  return {
    typescript: load("@tslab/typescript-for-tslab"),
    converter: part("converter.js"),
    executor: part("executor.js"),
    jupyter: part("jupyter.js"),
    main: part("main.js"),
  } as Tslab;
}

/** What to say where there is no tslab. */
export const missingTslab = (): UserError =>
  new UserError("missing package: tslab; run: npm install tslab");

/** The path of tslab's package.json, looked for upwards from a folder or from a file's URL. */
export function findTslab(from: string): string | undefined {
  try {
    return createRequire(from.startsWith("file:") ? from : join(from, "cell.js")).resolve(
      "tslab/package.json",
    );
  } catch {
    return undefined;
  }
}
