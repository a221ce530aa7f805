/** The page in which figures are built: one beside the page's own, where nothing is loaded or styled. */
export class JSDOM {
  /** The window, whose document is that page. */
  readonly window: { document: Document };

  constructor() {
    const document = globalThis.document.implementation.createHTMLDocument("");
    this.window = Object.create(globalThis, { document: { value: document } });
  }
}
