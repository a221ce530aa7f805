// Compares the targets on 2000 random networks, which takes long: npm run fuzz [-- networks [seed]].
import { spawnSync } from "node:child_process";

const [networks = "2000", seed] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "test/targets/randomNetworks.test.ts"],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      SPIKEBOOK_FUZZ: networks,
      ...(seed === undefined ? {} : { SPIKEBOOK_FUZZ_SEED: seed }),
    },
  },
);
process.exit(status ?? 1);
