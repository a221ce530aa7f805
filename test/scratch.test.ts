import { expect, test } from "vitest";
import { mV, ms, pA, nS, Hz, seconds } from "../src/units/siUnits.js";
import { population, synapses, network } from "../src/network/index.js";
import { poisson, spikeTrains, buildProgram } from "../src/program/index.js";
import { normal, uniform } from "../src/random/index.js";
import { run } from "../src/run/index.js";
// @ts-ignore
import * as old from "/work/base/dist/index.js";

const make = (lib: any) => {
  const { mV, ms, Hz, population, poisson, synapses, network, uniform } = lib;
  const exc = population("exc", {
    N: 301, equations: "dv/dt = (El - v)/tau + ge/tau : volt (unless refractory)\ndge/dt = -ge/taue : volt",
    threshold: "v > Vt", reset: "v = Vr", refractory: ms(2), method: "exact",
    parameters: { El: mV(-60), tau: ms(20), taue: ms(5), Vt: mV(-50), Vr: mV(-60) },
    initial: { v: uniform(mV(-60), mV(-50)) },
  });
  const input = poisson("input", 100, Hz(300));
  return network({
    populations: [exc], sources: [input],
    synapses: [
      synapses("in", { from: input, to: exc, connection: { rule: "probability", probability: 0.2 }, onPre: "ge += w", parameters: { w: mV(2) } }),
      synapses("rec", { from: exc, to: exc, connection: { rule: "inDegree", inDegree: 20 }, onPre: "ge += w", parameters: { w: mV(0.5) }, delay: ms(1.5) }),
    ],
    record: [{ of: "exc", variable: "v", neurons: [0, 5, 300] }],
    duration: ms(300), recordSpikes: ["exc", "input"],
  });
};
test("new against old", async () => {
  const units = { mV, ms, Hz };
  const a = await run(make({ ...units, population, poisson, synapses, network, uniform }) as any);
  const b = await run(make({ ...units, population, poisson, synapses, network, uniform }) as any, { target: "interpreter" });
  const o = await old.run(make(old));
  console.log(a.spikeCount(), b.spikeCount(), o.spikeCount());
  const v = [a, b, o].map((r: any) => r.signal("exc", "v", 5).values);
  let d1 = 0, d2 = 0;
  for (let k = 0; k < v[0].length; k++) { d1 = Math.max(d1, Math.abs(v[0][k] - v[1][k])); d2 = Math.max(d2, Math.abs(v[0][k] - v[2][k])); }
  console.log(d1, d2);
  expect(a.spikeSteps("exc")).toEqual(b.spikeSteps("exc"));
  expect(a.spikeSteps("input")).toEqual(b.spikeSteps("input"));
  expect(a.spikeSteps("exc")).toEqual(o.spikeSteps("exc"));
}, 60000);
