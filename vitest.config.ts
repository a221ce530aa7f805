import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // whole notebooks and installed packages are tested too
    testTimeout: 240_000,
    setupFiles: ["test/helpers/useNode.ts"],
    env: { SPIKEBOOK_CACHE: "" },
  },
});
