import type { TransformFailure } from "esbuild";
import { UserError } from "../../base/index.js";

/**
 * A cell's TypeScript as JavaScript.
 * @param index the cell's place in the notebook, for messages
 * @throws UserError showing the line that is no TypeScript.
 */
export async function withoutTypes(source: string, index: number): Promise<string> {
  // loaded when it is needed: it is a program of ten megabytes
  const { transform } = await import("esbuild");
  try {
    const { code } = await transform(source, {
      loader: "ts",
      target: "es2022",
      // otherwise it would leave out imports that this cell does not use, but others do
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: "silent",
    });
    return code;
  } catch (error) {
    const [first] = (error as TransformFailure).errors ?? [];
    const place = first?.location
      ? `, line ${first.location.line}: ${first.location.lineText}`
      : "";
    throw new UserError(`invalid cell ${index + 1}: ${first?.text ?? error}${place}`);
  }
}
