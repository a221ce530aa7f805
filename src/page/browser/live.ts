import { UserError } from "../../base/index.js";
import { isPlotElement, Picture } from "../../figures/index.js";

/** `live` of Node: on a page every figure is live, and stands below the controls of its page. */
export async function live<T extends Picture | Element>(figure: T | Promise<T>): Promise<T> {
  const made = await figure;
  if (made instanceof Picture || isPlotElement(made)) return made;
  throw new UserError("invalid figure of live; expected what a plot function returns");
}
