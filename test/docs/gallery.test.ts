import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";

const names = readdirSync(join(PROJECT, "notebooks", "gallery"))
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.slice(0, -".ipynb".length))
  .sort();

interface Times {
  starting: Record<string, number>;
  times: Record<string, { notebook_s: number; brian_s?: number }>;
}

it("the gallery's table has times of its models only, measured by .scripts/docs/galleryTimes.mjs", () => {
  const { starting, times } = readJSON<Times>("gallery/times.json");
  expect(names).toEqual(expect.arrayContaining(Object.keys(times)));
  const measured = [starting, ...Object.values(times)].flatMap((item) => Object.values(item));
  expect(measured.filter((seconds) => !(seconds > 0))).toEqual([]);
});
