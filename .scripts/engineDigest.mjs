// Writes dist/engine.json: the digest of all sources that decide a result. The last step of the
// build: built code reads it, and takes it for stale where the compiler has run again since.
import { writeFileSync } from "node:fs";
import { sourceDigest } from "../dist/cache/version.js";

const digest = sourceDigest(new URL("..", import.meta.url));
writeFileSync(new URL("../dist/engine.json", import.meta.url), `${JSON.stringify({ digest })}\n`);
