import { join, relative } from "node:path";
import { shown, UserError } from "../base/index.js";
import { projectFolder, reason, writeWhole } from "../cache/index.js";
import { Figure } from "./figure.js";

/**
 * Saves a figure as PDF and as SVG, each whole or not at all, and prints where.
 * @param name file name without ending; letters, digits, dot, dash and underscore
 * @param folder where to save; by default data/figures of the project
 * @throws UserError for a name that is no file name, and a folder that cannot be written to.
 */
export async function saveThesisFigure(
  name: string,
  figure: Figure,
  folder: string = join(projectFolder(), "data", "figures"),
): Promise<void> {
  if (typeof name !== "string" || !/^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(name))
    throw new UserError(
      `invalid figure name: ${shown(name)}; expected letters, digits, ".", "-" and "_"`,
    );
  if (!(figure instanceof Figure))
    throw new UserError(`invalid figure: ${shown(figure)}; expected what a plot function returns`);
  if (typeof folder !== "string" || folder === "" || folder.includes("\0"))
    throw new UserError(`invalid folder: ${shown(folder)}; expected the path of a folder`);
  const saved = { pdf: join(folder, `${name}.pdf`), svg: join(folder, `${name}.svg`) };
  const [pdf, svg] = [figure.pdf(), figure.svg()];
  try {
    await writeWhole(saved.pdf, pdf);
    await writeWhole(saved.svg, `${svg}\n`);
  } catch (error) {
    throw new UserError(
      `invalid folder: ${folder}; the figure cannot be written there (${reason(error)})`,
    );
  }
  console.log(`Saved at \`${relative(process.cwd(), saved.pdf)}\``);
}
