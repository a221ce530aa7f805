/** Where a stretch of an axis came to lie: what was at p is at zoom * p + shift. */
export interface View {
  zoom: number;
  shift: number;
}

/**
 * Lets what a mark drew be stretched, seen only within a frame: lines keep their widths, dots, symbols and texts their
 * sizes. It runs in the browser, written out as it stands here: it uses nothing of this file.
 * @param parts what of the mark lies in one facet each; without facets the mark itself
 * @param clip the name of the frame
 * @returns what stretches
 */
export function stretchMarks(
  parts: readonly Element[],
  clip: string,
): ((x: View, y: View, pixels: number) => void)[] {
  const BEFORE = /^translate\(\s*([-\d.e]+)[\s,]*([-\d.e]+)?\s*\)/;
  const numberOf = (element: Element, name: string): number =>
    Number.parseFloat(element.getAttribute(name) ?? "0");
  return parts.map((part) => {
    const create = (): Element => part.ownerDocument.createElementNS(part.namespaceURI, "g");
    const [seen, stretched] = [create(), create()];
    if (part.localName === "g") {
      stretched.append(...Array.from(part.childNodes));
      part.append(seen);
    } else {
      part.replaceWith(seen);
      stretched.append(part);
    }
    seen.append(stretched);
    const kept: { element: Element; place: number[]; first: string | null; after: string }[] = [];
    const lines: { element: SVGElement; width: number }[] = [];
    const sort = (element: Element): void => {
      const name = element.localName;
      const transform = element.getAttribute("transform");
      if (["marker", "defs", "clipPath"].includes(name)) return;
      if (transform !== null) {
        const [, x = "0", y = "0"] = BEFORE.exec(transform) ?? [];
        const after = transform.replace(BEFORE, "");
        kept.push({ element, place: [Number(x), Number(y)], first: transform, after });
      } else if (name === "circle" || name === "text") {
        const place = (name === "circle" ? ["cx", "cy"] : ["x", "y"]).map((side) =>
          numberOf(element, side),
        );
        const after = `translate(${-place[0]},${-place[1]})`;
        kept.push({ element, place, first: null, after });
      } else if (name === "g") for (const child of element.children) sort(child);
      else if (name !== "image")
        lines.push({
          element: element as SVGElement,
          width: Number.parseFloat(getComputedStyle(element).strokeWidth),
        });
    };
    for (const child of stretched.children) sort(child);
    return (x, y, pixels) => {
      const isWhole = x.zoom === 1 && y.zoom === 1;
      const set = (element: Element, name: string, value: string | null): void =>
        isWhole && value === null
          ? element.removeAttribute(name)
          : element.setAttribute(name, value ?? "");
      set(seen, "clip-path", isWhole ? null : `url(#${clip})`);
      const matrix = `matrix(${x.zoom},0,0,${y.zoom},${x.shift},${y.shift})`;
      set(stretched, "transform", isWhole ? null : matrix);
      for (const { element, place, first, after } of kept) {
        const back = `translate(${place}) scale(${1 / x.zoom},${1 / y.zoom})${after}`;
        set(element, "transform", isWhole ? first : back);
      }
      for (const { element, width } of lines) {
        element.style.setProperty("vector-effect", isWhole ? "" : "non-scaling-stroke");
        // such strokes are as wide as pixels, not points
        element.style.strokeWidth = isWhole ? "" : `${width * pixels}px`;
      }
    };
  });
}
