import type { Tslab } from "../tslab.js";
import { aroundScripts } from "./cellScripts.js";

/** The JavaScript of each cell that ran, line by line, by the name of its script. */
const texts = new Map<string, readonly string[]>();

/** A line of a cell's JavaScript, counted from 1; undefined where the cell has no such line. */
export const lineOfCell = (script: string, line: number): string | undefined =>
  texts.get(script)?.[line - 1];

/** Remembers what tslab makes of each cell, so that errors can show the line they come from. */
export function rememberCellTexts(tslab: Tslab): void {
  let output: string | undefined;
  const { createConverter } = tslab.converter;
  tslab.converter.createConverter = (options) => {
    const converter = createConverter(options);
    return {
      ...converter,
      convert: (declarations, cell) => {
        const converted = converter.convert(declarations, cell);
        output = converted.output;
        return converted;
      },
    };
  };
  aroundScripts(tslab, (run, script) => {
    texts.set(script, output?.trimEnd().split("\n") ?? []);
    return run();
  });
}
