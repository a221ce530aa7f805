import { textWidthOf } from "../outputs/textMeasure.js";
import { onlyInNode } from "./needsNode.js";

/** What figures ask of resvg: how wide a text is. Pictures in pixels are made in Node only. */
export class Resvg {
  constructor(private readonly svg: string) {}

  getBBox(): { width: number } {
    const root = new DOMParser().parseFromString(this.svg, "image/svg+xml").documentElement;
    const text = root.querySelector("text");
    return { width: text ? textWidthOf(text) : 0 };
  }

  readonly render: (...args: never[]) => never = onlyInNode("a PNG");
}
