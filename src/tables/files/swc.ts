import {
  type Morphology,
  type NamedSections,
  readSWC,
  type SomaChoice,
} from "../../morphology/index.js";
import { textOfFile } from "./reading.js";

/**
 * Reads a morphology from an SWC file, as databases of reconstructed neurons hold them.
 *
 * ```ts
 * import { writeFile } from "node:fs/promises";
 * await writeFile("pyramidal.swc", "1 1 0 0 0 10 -1\n2 4 0 20 0 1 1\n3 4 0 150 0 0.5 2\n");
 * const pyramidal = await morphologyFromSWC("pyramidal.swc");
 * pyramidal.apic.at(um(100))
 * ```
 *
 * What the file's lines stand for, and how sections are called, is documented at {@link readSWC}.
 * @param path the file
 * @param options `soma: "cylinders"` for a soma that is no sphere
 * @throws UserError for a file that cannot be read, and for its faults, naming the line.
 */
export async function morphologyFromSWC(
  path: string,
  options: SomaChoice = {},
): Promise<Morphology<NamedSections>> {
  return readSWC(await textOfFile("SWC file", path), options);
}
