import type { PageOutput } from "../../outputs.js";

/** An element with a class and children. */
export function element(
  tag: string,
  className: string,
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}

/** Sets TeX; pages that hold models have a way to do it. */
let mathematics = (tex: string): string => tex;

/** Puts a way to set TeX in place. */
export function useMathematics(set: typeof mathematics): void {
  mathematics = set;
}

/** An output as an element. What is text goes in as text; markup is only what spikebook itself made. */
export function outputElement({ kind, text }: PageOutput): HTMLElement {
  const made = element("div", `output ${kind}`);
  switch (kind) {
    case "text":
      made.append(element("pre", "", text));
      break;
    case "png":
      made.append(Object.assign(new Image(), { src: `data:image/png;base64,${text}` }));
      break;
    default:
      made.innerHTML = kind === "latex" ? mathematics(text) : text;
  }
  return made;
}

/** A cell on the page: its controls, its outputs, and a line on how it stands. */
export class CellView {
  private readonly outputs: HTMLElement;
  private readonly controls: HTMLElement;
  private readonly status: HTMLElement;
  private readonly files: HTMLElement;
  private shown: readonly PageOutput[] | undefined;

  constructor(private readonly root: HTMLElement) {
    const part = (name: string): HTMLElement => {
      const found = root.querySelector<HTMLElement>(`:scope > .${name}`);
      return found ?? root.appendChild(element("div", name));
    };
    this.controls = part("controls");
    this.outputs = part("outputs");
    this.files = part("files");
    this.status = part("status");
  }

  /** Shows that the cell is being computed; what it showed before stays until it is done. */
  begin(): void {
    this.root.dataset.state = "computing";
    this.status.replaceChildren();
  }

  /** Shows how far it is. */
  progress(done: number, total: number, label: string): void {
    const bar = Object.assign(document.createElement("progress"), { value: done, max: total });
    bar.setAttribute("aria-label", label);
    this.status.replaceChildren(bar, ` ${label}`);
  }

  /** Shows what came out, and the controls that the cell asked for. */
  finish(outputs: readonly PageOutput[], forms: readonly HTMLElement[], note: string): void {
    this.root.dataset.state = "live";
    for (const form of this.controls.children)
      if (!forms.includes(form as HTMLElement)) form.remove();
    if (this.shown !== outputs) this.outputs.replaceChildren(...outputs.map(outputElement));
    this.shown = outputs;
    this.status.replaceChildren(note);
  }

  /** Shows why nothing came out. */
  fail(outputs: readonly PageOutput[], message: string): void {
    this.root.dataset.state = "failed";
    this.shown = undefined;
    const error = element("p", "error", message);
    error.setAttribute("role", "alert");
    this.outputs.replaceChildren(...outputs.map(outputElement), error);
    this.status.replaceChildren();
  }

  /** Says why the cell shows what the notebook had. */
  keep(reason: string): void {
    this.root.dataset.state = "kept";
    this.status.replaceChildren(reason);
  }

  /** Adds a control, unless it is there. */
  addControl(control: HTMLElement): void {
    if (control.parentElement !== this.controls) this.controls.append(control);
  }

  /** Says something beside the files that are offered, once. */
  remark(text: string): void {
    const there = this.files.querySelector(".remark");
    const said = there ?? this.files.appendChild(element("span", "remark"));
    said.textContent = text;
    this.files.append(said);
  }

  /** Offers a file to take home, in the place of one of the same name. */
  offer(name: string, content: string | Uint8Array, type: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content as BlobPart], { type }));
    link.download = name;
    link.textContent = `Save ${name}`;
    for (const old of this.files.querySelectorAll("a"))
      if (old.download === name) {
        URL.revokeObjectURL(old.href);
        old.remove();
      }
    this.files.append(link);
  }
}
