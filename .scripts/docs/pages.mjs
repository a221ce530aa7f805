// The table of pages, from test/data/pages.json, which .scripts/pages.mjs has measured and test/page checks.

/** As markdown: how large each page is, and when it is live. */
export function pagesTable({ pages }) {
  return [
    "| page | text and outputs (kB) | script (kB) | first picture (s) | all computed (s) | cells kept |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...Object.entries(pages).map(
      ([name, { text_kB, script_kB, first_ms, live_ms, kept }]) =>
        `| ${name} | ${text_kB} | ${script_kB} | ${seconds(first_ms)} | ${live_ms === null ? "more than 60" : seconds(live_ms)} | ${kept} |`,
    ),
  ].join("\n");
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(1);
