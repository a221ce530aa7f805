// Packages that a page has no use for: danfojs's plots, bars in a terminal, the PDF converter.
import { onlyInNode } from "./needsNode.js";

export const NodeCompiler = { create: onlyInNode("a PDF") as (...args: never[]) => never };
export class SingleBar {}
export const Presets = {};
export class Readable {}
export default { SingleBar, Presets, Readable };
