import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT } from "../../helpers/data.js";
import { LiveKernel } from "../../helpers/liveKernel.js";

describe("Jupyter's own tslab kernel", () => {
  let kernel: LiveKernel | undefined;
  afterAll(() => kernel?.stop());

  it("runs notebooks too: figures, tables and progress appear", async () => {
    const tslab = join(PROJECT, "node_modules", "tslab", "bin", "tslab");
    kernel = await LiveKernel.start([process.execPath, tslab, "kernel", "--config-path"]);
    const kinds = async (code: string): Promise<string[]> =>
      ((await kernel?.execute(code))?.said ?? []).flatMap(({ content }) =>
        Object.keys((content.data as object | undefined) ?? {}),
      );
    await kinds('import { dataFrame, plotStrip, progress } from "spikebook";');
    expect(await kinds("plotStrip([1, 2, 5])")).toContain("image/svg+xml");
    expect(await kinds("dataFrame([{ a: 1 }])")).toContain("text/html");
    expect(await kinds('for await (const n of progress([1], "steps")) await null;')).toContain(
      "text/html",
    );
  });
});
