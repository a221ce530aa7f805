import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

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
  async take(digest: string): Promise<boolean> {
    const file = this.fileOf(digest);
    const written = this.write(file);
    if (written === "written") return this.hold(digest);
    if (written === "impossible") return true;
    if (!isLeftBehind(file)) return false;
    // of several that find it left behind, one moves it away
    const aside = `${file}.${randomUUID()}`;
    const moved = await rename(file, aside).then(
      () => true,
      () => false,
    );
    rmSync(aside, { force: true });
    return moved && this.write(file) === "written" ? this.hold(digest) : false;
  }

  /** Gives a claim up, once the result is stored or the work has failed. */
  release(digest: string): void {
    if (!this.held.delete(digest)) return;
    rmSync(this.fileOf(digest), { force: true });
    if (this.held.size === 0) clearInterval(this.timer);
  }

  releaseAll(): void {
    for (const digest of [...this.held]) this.release(digest);
  }

  /** Whether some process computes an entry. */
  isTaken(digest: string): boolean {
    const file = this.fileOf(digest);
    return exists(file) && !isLeftBehind(file);
  }

  private hold(digest: string): true {
    if (this.held.size === 0) {
      this.timer = setInterval(() => this.renew(), RENEWAL * 1000);
      this.timer.unref();
    }
    this.held.add(digest);
    return true;
  }

  private renew(): void {
    const now = new Date();
    for (const digest of this.held)
      try {
        utimesSync(this.fileOf(digest), now, now);
      } catch {
        // somebody cleared the cache: the result will be stored all the same
      }
  }

  private write(file: string): "written" | "there" | "impossible" {
    const claimant: Claimant = { host: hostname(), pid: process.pid };
    for (const isFirst of [true, false])
      try {
        if (!isFirst) mkdirSync(this.folder, { recursive: true });
        writeFileSync(file, JSON.stringify(claimant), { flag: "wx" });
        return "written";
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return "there";
      }
    return "impossible";
  }

  private fileOf(digest: string): string {
    return join(this.folder, digest);
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Whether a claim's process is gone: seen directly on this machine, by its silence on others. */
function isLeftBehind(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (Date.now() - stat.mtimeMs > LIFETIME * 1000) return true;
  try {
    const { host, pid } = JSON.parse(readFileSync(file, "utf8")) as Claimant;
    return host === hostname() && !isAlive(pid);
  } catch {
    // being written just now
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
