/**
 * The page in which figures are built: one beside the page's own, where nothing is loaded or styled. What
 * figures teach canvases (figures/drawing/canvas.ts) is for the canvases of that page: all others stay
 * what they are.
 */
export class JSDOM {
  /** The window, whose document is that page. */
  readonly window: { document: Document };

  constructor() {
    const document = globalThis.document.implementation.createHTMLDocument("");
    const taught = {};
    const create = document.createElement.bind(document);
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
      const made = create(name, options);
      return made instanceof HTMLCanvasElement ? Object.assign(made, taught) : made;
    }) as typeof document.createElement;
    this.window = Object.create(globalThis, {
      document: { value: document },
      HTMLCanvasElement: { value: { prototype: taught } },
    });
  }
}
