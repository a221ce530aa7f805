import { element } from "../cells/cellView.js";
import { pageCode } from "../runs/cached.js";
import { onFileWritten, putBack } from "../shims/files.js";
import { keptFiles, results } from "./storage.js";

/** By what this page's files are known: those of another state of the page are not read. */
const mine = (): string => `${location.pathname}\n${pageCode()}\n`;

/**
 * Finds the files that this page wrote on another day, and from now on offers those that cells write at the
 * end of the page, and keeps them in the browser's storage.
 */
export async function openFiles(): Promise<void> {
  showKept();
  onFileWritten((path, bytes) => {
    offer(path, bytes);
    void keptFiles.set(mine() + path, bytes);
  });
  const keys = await keptFiles.open();
  void results.open();
  for (const key of keys) {
    if (key.startsWith(mine())) {
      const bytes = await keptFiles.get(key);
      if (bytes instanceof Uint8Array) putBack(key.slice(mine().length), bytes);
    } else if (key.startsWith(`${location.pathname}\n`)) void keptFiles.delete(key);
  }
}

/** A place at the end of the page. */
function place(id: string): HTMLElement | undefined {
  const found = document.getElementById(id);
  const end = document.querySelector("main");
  return found ?? end?.appendChild(Object.assign(element("p", "files"), { id }));
}

/** Offers a file that a cell wrote. */
function offer(path: string, bytes: Uint8Array): void {
  const name = path.split("/").at(-1) ?? path;
  const list = place("files");
  if (!list) return;
  if (!list.hasChildNodes()) list.append("Files: ");
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([bytes as BlobPart])),
    download: name,
    textContent: name,
  });
  for (const old of list.querySelectorAll("a"))
    if (old.download === name) {
      URL.revokeObjectURL(old.href);
      old.remove();
    }
  list.append(link, " ");
}

/** Says what is kept in the browser's storage, and lets readers clear it. */
function showKept(): void {
  const show = (): void => {
    const count = results.count + keptFiles.count;
    const there = document.getElementById("kept");
    if (count === 0) {
      there?.remove();
      return;
    }
    const list = place("kept");
    const kilobytes = Math.ceil((results.bytes + keptFiles.bytes) / 1000);
    const several = (number: number, what: string): string =>
      `${number} ${what}${number === 1 ? "" : "s"}`;
    const text = `Kept in this browser by pages like this: ${several(results.count, "result")}, ${several(keptFiles.count, "file")} (${kilobytes} kB). `;
    const forget = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: "Forget",
    });
    forget.addEventListener("click", () => {
      void results.clear();
      void keptFiles.clear();
    });
    list?.replaceChildren(text, forget);
  };
  results.changed = show;
  keptFiles.changed = show;
}
