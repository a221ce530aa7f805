import type { DisplayData } from "../launcher/tslab.js";
import { type Cell, joined, type Output } from "./notebookFile.js";

/** Something that a kernel says of a cell: a message of Jupyter's protocol. */
export interface Said {
  type: string;
  content: object;
}

/** Makes outputs of what a kernel says, and puts them into cells as Jupyter does. */
export class Outputs {
  /** The outputs that can be replaced, by their name; one may be shown several times. */
  private readonly displays = new Map<string, Output[]>();

  /** Adds to a cell what was said of it. */
  take(cell: Cell, { type, content }: Said): void {
    cell.outputs ??= [];
    switch (type) {
      case "execute_input":
        cell.execution_count = (content as { execution_count: number }).execution_count;
        break;
      case "stream":
        this.write(cell.outputs, content as { name: string; text: string });
        break;
      case "error":
        cell.outputs.push({ output_type: "error", ...content });
        break;
      case "display_data":
        this.display(cell.outputs, content as DisplayData);
        break;
      case "update_display_data":
        this.update(content as DisplayData);
        break;
    }
  }

  /** What comes on one stream without anything between is one output. */
  private write(outputs: Output[], { name, text }: { name: string; text: string }): void {
    const last = outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text = joined(last.text) + text;
    else outputs.push({ output_type: "stream", name, text });
  }

  private display(outputs: Output[], { data, metadata, transient }: DisplayData): void {
    const output: Output = { output_type: "display_data", data, metadata };
    outputs.push(output);
    const id = transient?.display_id;
    if (id !== undefined) this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
  }

  private update({ data, metadata, transient }: DisplayData): void {
    for (const output of this.displays.get(transient?.display_id ?? "") ?? [])
      Object.assign(output, { data, metadata });
  }
}
