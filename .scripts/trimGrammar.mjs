// Leaves out of the parsers that Peggy has made what says which letters were expected: our own messages need the place
// alone, and pages are smaller by a hundredth.
//   node .scripts/trimGrammar.mjs dist/grammar/modelText.js ...
import { readFileSync, writeFileSync } from "node:fs";

/** What is replaced, each of it in every parser. */
const CUTS = [
  // messages of its own
  [/\n {2}format\(sources\) \{[\s\S]*?\n {2}\}\n/, "\n"],
  [/\n {2}static buildMessage\(expected, found\) \{[\s\S]*?\n {2}\}\n(?=\})/, "\n"],
  [/peg\$SyntaxError\.buildMessage\(expected, found\)/, '"not in the grammar"'],
  // what was expected at each place
  [/\n {2}const peg\$e\d+ = .*;/g, ""],
  [/if \(peg\$silentFails === 0\) \{ peg\$fail\(peg\$e\d+\); \}/g, "peg$miss();"],
  [
    /\n {2}function peg\$fail\(expected\) \{/,
    "\n  function peg$miss() { if (peg$silentFails === 0) peg$fail(); }\n$&",
  ],
  [/peg\$fail\(peg\$endExpectation\(\)\)/, "peg$fail()"],
  // lines and columns, and how a parser may look into another one
  [
    /\n {2}function peg\$computePosDetails\(pos\) \{[\s\S]*?\n {2}\}\n(?=\n {2}function peg\$computeLocation)/,
    "\n",
  ],
  [
    /(\n {2}function peg\$computeLocation\(startPos, endPos)[\s\S]*?\n {2}\}\n/,
    "$1) {\n    return { start: { offset: startPos }, end: { offset: endPos } };\n  }\n",
  ],
  [/\n {2}if \(options\.peg\$library\) \{[\s\S]*?\n {2}\}\n(?= {2}if)/, "\n"],
];

for (const file of process.argv.slice(2)) {
  let text = readFileSync(file, "utf8");
  for (const [pattern, by] of CUTS) {
    const after = text.replace(pattern, by);
    if (after === text)
      throw new Error(`${file} has nothing like ${pattern}: Peggy writes otherwise now`);
    text = after;
  }
  if (/peg\$e\d+\b/.test(text)) throw new Error(`${file} still asks for what was expected`);
  writeFileSync(file, text);
}
