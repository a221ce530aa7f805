// The rooms of src/, in order: each imports only those above it (see src/docs/how-it-works/contributing.md).
const rooms = [
  "base",
  "units",
  "random",
  "equations",
  "integrators",
  "morphology",
  "network",
  "signals",
  "results",
  "program",
  "targets",
  "run",
  "models",
  "cache",
  "tables",
  "sweep",
  "figures",
  "notebook",
  "page",
  "host",
  "commands",
];

/** Those that run everywhere: up to the published models. The rest may ask Node for things. */
const everywhere = rooms.slice(0, rooms.indexOf("models") + 1);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nobody-imports-the-entry-points",
      severity: "error",
      from: { pathNot: "^src/(index|core|browser|cli)" },
      to: { path: "^src/(index|core|browser|cli)" },
    },
    {
      name: "only-declared-packages",
      severity: "error",
      from: { path: "^src" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"], pathNot: "^dist/" },
    },
    ...rooms.map((room, i) => ({
      name: `${room}-imports-only-rooms-above`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${rooms.slice(i + 1).join("|") || "-"})/` },
    })),
    {
      name: "what-runs-everywhere-asks-only-the-host",
      comment: "Node's modules and native packages are for the rooms below models, and host/node",
      severity: "error",
      from: { path: `^src/(${everywhere.join("|")}|host/browser)/|^src/(core|browser)\\.ts$` },
      to: { dependencyTypes: ["core", "npm"], pathNot: "node_modules/(@noble|d3-array)/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: ["node_modules", "dist"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
    exclude: { path: "^src/tables/danfojs/" },
  },
};
