import { sha256 } from "@noble/hashes/sha2.js";

/** Something that digests bytes piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/**
 * What differs between Node and a browser, as far as the core needs it: each is implemented by a
 * host (host/node, host/browser). What stands here works everywhere, if slowly.
 */
export interface Host {
  /** A new SHA-256 digest. */
  hasher: () => Hasher;
  /** Lets timers, messages and interrupts have their turn. */
  nextTurn: () => Promise<void>;
  /** Cores that threads could use. */
  cores: () => number;
  /** Bytes of memory that a simulation may take. */
  memory: () => number;
  /** Calls back when the user stops the work; the function returned ends that. */
  onInterrupt: (stop: () => void) => Promise<() => void>;
  /** Starts a thread that answers messages; undefined where there are none. */
  startThread?: () => HostThread;
  /** The version of the engine: a digest of everything that decides a result. */
  engine: () => string;
  /** Tells the user something that does not stop the work. */
  warn: (message: string) => void;
}

/** A thread of a host. */
export interface HostThread {
  post(message: unknown): void;
  onMessage(receive: (answer: unknown) => void): void;
  onFailure(fail: (error: Error) => void): void;
  /** Whether the thread keeps the program alive. */
  keepAlive(whether: boolean): void;
  end(): void;
}

const GIBIBYTE = 2 ** 30;

const DEFAULTS: Host = {
  hasher: () => {
    const hash = sha256.create();
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },
  nextTurn: () => new Promise((resolve) => setTimeout(resolve, 0)),
  cores: () => 1,
  memory: () => 2 * GIBIBYTE,
  onInterrupt: async () => () => {},
  engine: () => "unknown",
  warn: (message) => console.warn(`Warning: ${message}`),
};

/** The host in use. */
export const host: Host = { ...DEFAULTS };

/** Puts parts of a host in the place of those that work everywhere. */
export function useHost(parts: Partial<Host>): void {
  Object.assign(host, parts);
}
