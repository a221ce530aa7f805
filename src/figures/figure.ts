import { checkOptions, UserError } from "../base/index.js";
import type { Axis } from "./axes/axis.js";
import { checkedPanel } from "./check/index.js";
import { renderPanels } from "./drawing/renderFigure.js";
import type { Panel } from "./panel.js";
import { type FigureSize, Picture } from "./picture.js";
import { settle } from "./settle/index.js";

/**
 * A figure in the thesis style: a description of panels, drawn (with Observable Plot) when it is
 * shown or saved. In a notebook it shows itself when it is the last expression of a cell.
 * @example
 * ```ts
 * const figure = plotSignal(signal, { width: 300 });
 * figure.svg().startsWith("<svg") // => true
 * ```
 */
export class Figure extends Picture {
  /** From top to bottom. */
  readonly panels: readonly Panel[];

  /**
   * @param panels from top to bottom
   * @param size in points; by default as wide as the text column and two thirds as high
   * @throws UserError for a size that no page has, options that do not exist, and data that cannot be
   *   drawn.
   */
  constructor(panels: readonly Panel[], size: FigureSize = {}) {
    super(size);
    if (!Array.isArray(panels) || panels.length === 0)
      throw new UserError("invalid panels: none given; a figure needs at least one");
    this.panels = panels.map(checkedPanel);
    for (const panel of this.panels) settle(panel);
  }

  protected override draw(detail?: number): SVGElement[] {
    return renderPanels(this.panels, this, { detail });
  }
}

/**
 * Stacks figures: their panels one above the other. Panels whose x axes agree (in domain, unit, ticks
 * and label) share the lowest one's; the others keep their grid. Panels whose axes differ
 * keep their own.
 * @throws UserError for what are no figures, or none.
 * @example
 * ```ts
 * stack([plotRaster(trains), plotSignal(signal)], { height: 240 })
 * ```
 */
export function stack(figures: readonly Figure[], size: FigureSize = {}): Figure {
  if (!Array.isArray(figures) || !figures.every((figure) => figure instanceof Figure))
    throw new UserError("invalid figures to stack; expected an array of figures");
  checkOptions("stack", size, ["width", "height"]);
  const panels = figures.flatMap((figure) => figure.panels);
  const axes = panels.map((panel) => settle(panel).x);
  const shared = panels.map((panel, i) =>
    i < panels.length - 1 && isShared(axes[i], axes[i + 1])
      ? { ...panel, x: { ...panel.x, visible: false } }
      : panel,
  );
  return new Figure(shared, { width: size.width ?? figures[0]?.width, height: size.height });
}

/** Whether the axis of the panel below tells all that the upper one would. */
function isShared(upper: Axis, lower: Axis): boolean {
  const width = lower.domain[1] - lower.domain[0];
  return (
    lower.visible &&
    upper.scale === lower.scale &&
    upper.domain.every((end, k) => Math.abs(end - lower.domain[k]) <= 1e-9 * width) &&
    upper.labels.join("\n") === lower.labels.join("\n") &&
    (upper.label === "" || upper.label === lower.label)
  );
}
