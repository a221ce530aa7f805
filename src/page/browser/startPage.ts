import { element } from "./cellView.js";
import { computeCells } from "./pageCells.js";
import type { CellDigest, PageFacts, PageGroup } from "./pageData.js";
import { onFileWritten } from "./shims/files.js";
import { startSimulator, useWorkerScript } from "./simulations.js";

/** What anybody can ask a page. */
interface SpikebookPage {
  /** Comes true when every cell was computed once, with all digests beside the notebook's. */
  ready: Promise<{ digests: readonly CellDigest[] }>;
}

/**
 * Makes a page live: computes its cells, and again whatever depends on a control that a reader moves.
 * @param script the URL of the page's script, for workers; nothing where there can be none
 */
export function startPage(
  groups: readonly PageGroup[],
  facts: PageFacts,
  script: (() => string) | undefined,
): void {
  useWorkerScript(script);
  startSimulator();
  offerFiles();
  const began = performance.now();
  const ready = computeCells(groups, facts).then((digests) => {
    document.documentElement.dataset.live = String(Math.round(performance.now() - began));
    return { digests };
  });
  (globalThis as { spikebookPage?: SpikebookPage }).spikebookPage = { ready };
}

/** Files that cells write are offered at the end of the page. */
function offerFiles(): void {
  onFileWritten((path, bytes) => {
    const name = path.split("/").at(-1) ?? path;
    const list =
      document.querySelector<HTMLElement>("#files") ??
      document
        .querySelector("main")
        ?.appendChild(Object.assign(element("p", "files", "Files: "), { id: "files" }));
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(new Blob([bytes as BlobPart])),
      download: name,
      textContent: name,
    });
    for (const old of list?.querySelectorAll("a") ?? []) if (old.download === name) old.remove();
    list?.append(link, " ");
  });
}
