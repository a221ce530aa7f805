import { test } from "vitest";
import { mV, ms, Hz } from "../src/units/siUnits.js";
import { population, synapses, network } from "../src/network/index.js";
import { poisson, program } from "../src/program/index.js";
import { uniform } from "../src/random/index.js";
import { kernelSource } from "../src/targets/index.js";
import { powerLaw, nto1 } from "../src/models/index.js";
test("prints", () => {
    const exc = population("exc", {
    N: 301, equations: "dv/dt = (El - v)/tau + ge/tau + s*xi: volt (unless refractory)\ndge/dt = -ge/taue : volt",
    threshold: "v > Vt", reset: "v = Vr", refractory: ms(2), method: "euler",
    parameters: { El: mV(-60), tau: ms(20), taue: ms(5), Vt: mV(-50), Vr: mV(-60), s: mV(1).over(ms(1).power(0.5)) },
    initial: { v: uniform(mV(-60), mV(-50)) },
  });
  const input = poisson("input", 100, Hz(300));
  const net = network({
    populations: [exc], sources: [input],
    synapses: [
      synapses("in", { from: input, to: exc, connection: { rule: "probability", probability: 0.2 }, onPre: "ge += w", parameters: { w: mV(2) } }),
      synapses("rec", { from: exc, to: exc, connection: { rule: "inDegree", inDegree: 20 }, onPre: "ge += w", parameters: { w: mV(0.5) }, delay: ms(1.5) }),
    ],
    record: [{ of: "exc", variable: "v", neurons: [0, 5, 300] }],
    duration: ms(300), recordSpikes: ["exc", "input"],
  });
  console.log(String(program(net)));
  console.log(kernelSource(net).slice(0, 100));
  require("fs").writeFileSync("/tmp/k.wat", kernelSource(net));
  console.log(String(program(nto1())));
});
