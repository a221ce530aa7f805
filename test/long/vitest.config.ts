import { defineConfig } from "vitest/config";

// tests that take minutes: npm run seeds
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/long/gallerySeeds.ts"],
    testTimeout: 1_200_000,
    setupFiles: ["test/helpers/useNode.ts"],
    env: { SPIKEBOOK_CACHE: "" },
  },
});
