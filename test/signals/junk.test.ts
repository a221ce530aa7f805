import { expect, it } from "vitest";
import { nto1 } from "../../src/models/index.js";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import {
  binnedCounts,
  ceilSpikes,
  coefficientOfVariation,
  crossCorrelogram,
  findRoot,
  interSpikeIntervals,
  mean,
  median,
  populationRate,
  Signal,
  SpikeTrain,
  spikeCountCorrelation,
  spikeTriggeredAverage,
  standardDeviation,
} from "../../src/signals/index.js";
import { ms, mV } from "../../src/units/index.js";
import { brokenBy } from "../helpers/junk.js";

const dimension = mV.dimension;
const V = new Signal<"voltage">(Float64Array.of(1, 2, 3, 4, 5), dimension, 1e-3);
const train = new SpikeTrain([0.001, 0.002, 0.0031], 0.005);

it.each<[string, (...args: never[]) => unknown, unknown[]]>([
  [
    "SpikeTrain",
    (...parts: ConstructorParameters<typeof SpikeTrain>) => new SpikeTrain(...parts),
    [[0.1], 1, 0],
  ],
  [
    "Signal",
    (...parts: ConstructorParameters<typeof Signal>) => new Signal(...parts),
    [[1], dimension, 1, 0],
  ],
  ["SpikeTrain.between", train.between.bind(train), [ms(0), ms(2)]],
  ["SpikeTrain.equals", train.equals.bind(train), [train]],
  ["Signal.between", V.between.bind(V), [ms(0), ms(2)]],
  ["Signal.equals", V.equals.bind(V), [V]],
  ["Signal.at", V.at.bind(V), [0]],
  ["Signal.in", (unit: never) => V.in(unit), [mV]],
  ["ceilSpikes", ceilSpikes, [{ V, spikes: train, Vs: mV(40) }]],
  ["binnedCounts", binnedCounts, [train, ms(1)]],
  ["coefficientOfVariation", coefficientOfVariation, [train]],
  ["crossCorrelogram", crossCorrelogram, [train, train, { window: ms(2), bin: ms(1) }]],
  ["findRoot", findRoot, [(x: number) => x - 0.5, { bracket: [0, 1], absoluteTolerance: 0.1 }]],
  ["interSpikeIntervals", interSpikeIntervals, [train]],
  ["mean", mean, [[1]]],
  ["median", median, [[1]]],
  ["standardDeviation", standardDeviation, [[1]]],
  ["populationRate", populationRate, [[train], ms(1)]],
  ["spikeCountCorrelation", spikeCountCorrelation, [train, train, ms(1)]],
  ["spikeTriggeredAverage", spikeTriggeredAverage, [V, train, { before: ms(1), after: ms(1) }]],
])("%s takes what it is given or says what it expected", async (_, call, args) => {
  expect(await brokenBy(call, args)).toEqual([]);
});

it("results take what they are given or say what they expected", async () => {
  const neurons = population("neurons", {
    N: 2,
    equations: "dx/dt = -x/tau : 1",
    parameters: { tau: ms(1) },
  });
  const own = synapses("own", {
    from: neurons,
    to: neurons,
    connection: { rule: "allToAll" },
    onPre: "x += 1",
  });
  const record = [{ of: "neurons", variable: "x" }];
  const result = await run(
    network({ populations: [neurons], synapses: [own], record, duration: ms(1) }),
  );
  const broken = [
    ...(await brokenBy(result.spikeSteps.bind(result), ["neurons"])),
    ...(await brokenBy(result.spikeTrains.bind(result), ["neurons"])),
    ...(await brokenBy(result.spikeCount.bind(result), ["neurons"])),
    ...(await brokenBy(result.firingRateOf.bind(result), ["neurons", "neurons"])),
    ...(await brokenBy(result.populationRate.bind(result), ["neurons", ms(0.2)])),
    ...(await brokenBy(result.signal.bind(result), ["neurons", "x", 0])),
    ...(await brokenBy(result.signals.bind(result), ["neurons", "x", [0]])),
    ...(await brokenBy(result.connectionMatrix.bind(result), ["neurons", { own: 1 }])),
    ...(await brokenBy((own: never) => result.connectionMatrix("neurons", { own }), [1])),
    ...(await brokenBy(result.connectionsOf.bind(result), ["own"])),
    ...(await brokenBy(result.synapsesOf.bind(result), ["own", {}])),
    ...(await brokenBy((sources: never) => result.synapsesOf("own", { sources }), [[0]])),
    ...(await brokenBy((targets: never) => result.synapsesOf("own", { targets }), [[0]])),
    ...(await brokenBy((when: never) => result.synapsesOf("own", { when }), ["after"])),
  ];
  expect(broken).toEqual([]);
  expect(ceilSpikes(await run(nto1({ N: 5, duration: ms(1) }))).length).toBe(10);
});
