import { UserError } from "../../../base/index.js";

/** An error for what only Node can do, or has, such as files of the author's; the page then shows what the notebook had. */
export class NeedsNode extends UserError {
  override readonly name = "NeedsNode";
}

/** A function of Node's, on a page. @throws NeedsNode whenever it is called. */
export const onlyInNode =
  (what: string): ((...args: never[]) => never) =>
  () => {
    throw new NeedsNode(`${what} needs Node, which a page has not`);
  };
