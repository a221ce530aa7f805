import { randomUUID } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { statOf } from "../../cache/index.js";

/** Seconds after which a claim that nobody renews counts as left behind. */
const LIFETIME = 60;

/** Seconds between two renewals. */
const RENEWAL = 15;

/** Who computes an entry. */
interface Claimant {
  host: string;
  pid: number;
}

/**
 * Says on disk which entries this process computes just now, so that others do not compute them
 * too. A claim only saves work: results are right whoever computes them, and a claim whose process
 * is gone is taken over. (No lock library: those that are kept listen for the process's signals,
 * which in a notebook's kernel ends the kernel at the next interrupt.)
 */
export class Claims {
  private readonly held = new Set<string>();
  /** Claims dated in the future, by a host whose clock is ahead: as they were seen, and when. */
  private readonly ahead = new Map<string, { mtime: number; seen: number }>();
  private timer: NodeJS.Timeout | undefined;
  private readonly folder: string;

  constructor(cache: string) {
    this.folder = join(cache, "claims");
  }

  /**
   * Claims an entry.
   * @returns whether it may be computed here: false while another process computes it; true where
   *   a claim cannot be written, because a disk's trouble must not stop the work.
   */
  take(digest: string): boolean {
    const file = join(this.folder, digest);
    let outcome = write(file);
    if (outcome === "there" && this.isLeftBehind(file)) {
      // of several that find it left behind, one moves it away
      const aside = `${file}.${randomUUID()}`;
      try {
        renameSync(file, aside);
        rmSync(aside, { recursive: true, force: true });
      } catch {
        return false;
      }
      outcome = write(file);
    }
    if (outcome === "written") this.hold(digest);
    return outcome !== "there";
  }

  /** Gives a claim up, once the result is stored or the work has failed. */
  release(digest: string): void {
    if (!this.held.delete(digest)) return;
    try {
      rmSync(join(this.folder, digest), { recursive: true, force: true });
    } catch {
      // nobody renews it any more: others will take it over
    }
    if (this.held.size === 0) clearInterval(this.timer);
  }

  releaseAll(): void {
    for (const digest of [...this.held]) this.release(digest);
  }

  /** Whether some process computes an entry. */
  isTaken(digest: string): boolean {
    const file = join(this.folder, digest);
    return statOf(file) !== undefined && !this.isLeftBehind(file);
  }

  private hold(digest: string): void {
    if (this.held.size === 0) {
      this.timer = setInterval(() => this.renew(), RENEWAL * 1000);
      this.timer.unref();
    }
    this.held.add(digest);
  }

  private renew(): void {
    const now = new Date();
    for (const digest of this.held)
      try {
        utimesSync(join(this.folder, digest), now, now);
      } catch {
        // somebody cleared the cache: the result will be stored all the same
      }
  }

  /** Whether a claim's process is gone: seen directly on this machine, by its silence on others. */
  private isLeftBehind(file: string): boolean {
    const mtime = statOf(file)?.mtimeMs;
    if (mtime === undefined) return false;
    if (Date.now() - mtime > LIFETIME * 1000) return true;
    try {
      const { host, pid } = JSON.parse(readFileSync(file, "utf8")) as Claimant;
      if (host === hostname() && !isAlive(pid)) return true;
    } catch {
      // being written just now, or damaged
    }
    return mtime > Date.now() && this.isSilent(file, mtime);
  }

  /** Whether a claim has stayed as it is for its lifetime, whatever time it says it is. */
  private isSilent(file: string, mtime: number): boolean {
    const known = this.ahead.get(file);
    const now = performance.now();
    if (known?.mtime === mtime) return now - known.seen > LIFETIME * 1000;
    this.ahead.set(file, { mtime, seen: now });
    return false;
  }
}

function write(file: string): "written" | "there" | "impossible" {
  const claimant: Claimant = { host: hostname(), pid: process.pid };
  for (const isFirst of [true, false]) {
    let open: number | undefined;
    try {
      if (!isFirst) mkdirSync(join(file, ".."), { recursive: true });
      open = openSync(file, "wx");
      writeSync(open, JSON.stringify(claimant));
      return "written";
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST" && statOf(file)) return "there";
      // a full disk takes the file, but not its content
      if (open !== undefined) rmSync(file, { force: true });
    } finally {
      if (open !== undefined) closeSync(open);
    }
  }
  return "impossible";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
