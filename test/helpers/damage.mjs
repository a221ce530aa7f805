// Damages files of a cache in every way, many times, and says whether every call still gives the
// right value. It is a process of its own: whatever is not handled ends it.
// Usage: damage.mjs <dist> <folder> <rounds> <seed>; prints what happened as JSON.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

const [dist, folder, rounds, seed] = process.argv.slice(2);
// root may read everything
if (process.getuid?.() === 0) process.setuid(65534);
const { cached, ResultCache } = await import(join(dist, "cache/index.js"));
const { Claims } = await import(join(dist, "sweep/executors/claims.js"));
const { Streams } = await import(join(dist, "random/index.js"));

const stream = new Streams("default", Number(seed)).of("damage");
const integer = (bound) => Math.floor(stream.uniform() * bound);
const of = (choices) => choices[integer(choices.length)];

const replaceByFolder = (file) => {
  rmSync(file, { recursive: true });
  mkdirSync(join(file, "inner"), { recursive: true });
};
const rewritten = (change) => (file) => {
  if (!file.endsWith(".json")) return;
  const entry = JSON.parse(readFileSync(file, "utf8"));
  const changed = change(entry);
  writeFileSync(file, JSON.stringify(changed === undefined ? entry : changed));
};
const odd = [null, 5, "", {}, [], true, "text", -1, 1e300];

/** What can happen to a file. */
const DAMAGES = {
  "cut short": (file) => truncateSync(file, integer(statSync(file).size)),
  emptied: (file) => truncateSync(file, 0),
  removed: (file) => rmSync(file),
  "a bit flipped": (file) => {
    const bytes = readFileSync(file);
    bytes[integer(bytes.length)] ^= 1 << integer(8);
    writeFileSync(file, bytes);
  },
  "filled with zeros": (file) => writeFileSync(file, Buffer.alloc(statSync(file).size)),
  "filled with noise": (file) =>
    writeFileSync(file, Buffer.from(Array.from({ length: 50 + integer(500) }, () => integer(256)))),
  "longer than it was": (file) => writeFileSync(file, "more", { flag: "a" }),
  "replaced by a folder": replaceByFolder,
  unreadable: (file) => chmodSync(file, 0o000),
  "another entry's": (file, files) => writeFileSync(file, readFileSync(of(files))),
  "its folder is a file": (file) => {
    rmSync(dirname(file), { recursive: true });
    writeFileSync(dirname(file), "in the way");
  },
  "no object": (file) => {
    if (file.endsWith(".json")) writeFileSync(file, of(["null", "5", "[]", '"text"', "{}"]));
  },
  "a field of the wrong type": rewritten((entry) => {
    entry[of(Object.keys(entry))] = of(odd);
  }),
  "a field missing": rewritten((entry) => {
    delete entry[of(Object.keys(entry))];
  }),
  "another name": rewritten((entry) => {
    entry.name = "other";
  }),
  "another digest": rewritten((entry) => {
    entry.digest = of([entry.digest.replace(/./g, "0"), "../../outside", "zz"]);
  }),
};

const filesBelow = (path) =>
  existsSync(path) && statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => join(file.parentPath, file.name))
    : [];

const seen = { right: 0, wrong: 0, found: 0, damaged: 0, kinds: {}, left: 0, trouble: [] };
console.warn = () => {};
// a small one, one that is large, one that is not shown, and nothing
const rightValue = (i) =>
  [{ i }, new Float64Array(500).fill(i), "x".repeat(3000) + i, undefined][i % 4];
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

for (let round = 0; round < Number(rounds); round++) {
  const own = join(folder, `round-${round}`);
  const cache = new ResultCache(own);
  const call = cached(
    "damaged",
    (i) => [{ i }, new Float64Array(500).fill(i), "x".repeat(3000) + i, undefined][i % 4],
    { cache },
  );
  for (let i = 0; i < 4; i++) await call(i);
  const entries = await cache.entries();
  const claims = new Claims(own);
  claims.take("ab".repeat(8));
  for (let times = 1 + integer(3); times > 0; times--) {
    const kind = of(Object.keys(DAMAGES));
    const files = filesBelow(join(own, "entries"));
    const all = [...files, ...filesBelow(join(own, "claims")), join(own, ".gitignore")];
    const file = of(integer(8) === 0 ? all : files.length > 0 ? files : all);
    try {
      DAMAGES[kind](file, files.length > 0 ? files : [file]);
      seen.kinds[kind] = (seen.kinds[kind] ?? 0) + 1;
    } catch {
      // damaged before: it cannot be read even to damage it again
    }
  }
  try {
    for (const [i, { digest }] of entries.entries()) {
      const found = await cache.get("damaged", digest);
      if (found) seen.found += 1;
      if (found && !same(found.value, rightValue(i))) seen.wrong += 1;
    }
    if (round % 2 === 0) seen.damaged += (await cache.verify()).damaged.length;
    for (let i = 0; i < 4; i++) same(await call(i), rightValue(i)) ? seen.right++ : seen.wrong++;
    claims.isTaken("ab".repeat(8));
    claims.take("ab".repeat(8));
    claims.releaseAll();
    await cache.trim(10);
    await cache.clear("damaged");
    await cache.verify();
    await cache.clear();
    if (existsSync(join(own, "entries"))) seen.left += 1;
    await call(0);
  } catch (error) {
    seen.trouble.push(`round ${round}: ${error.stack}`);
  }
}
console.log(JSON.stringify(seen));
