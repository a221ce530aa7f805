// The rooms of src/, in order: each imports only those above it (see README, "The house").
const rooms = [
  "base",
  "units",
  "random",
  "cache",
  "equations",
  "integrators",
  "compiler",
  "signals",
  "simulation",
  "models",
  "tables",
  "sweep",
  "figures",
  "notebook",
  "commands",
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nobody-imports-the-entry-points",
      severity: "error",
      from: { pathNot: "^src/(index|cli)" },
      to: { path: "^src/(index|cli)" },
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
      name: "simulation-knows-no-models-tables-figures",
      severity: "error",
      from: { path: "^src/simulation/" },
      to: { path: "^src/(models|tables|figures)/" },
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
