// What a result is, in one digest, computed the same way in Node and on a page.

/** The published networks, made from spikebook's names. */
export const networks = {
  adexNetwork: (core) => core.adexNetwork({ duration: core.seconds(10) }),
  izhikevichRing: (core) => core.izhikevichRing(),
  dpiLayer: (core) => core.dpiLayer({ sd: 0.1, seed: 3 }),
  nto1: (core) => core.nto1({ N: 6500, we: core.pS(15), duration: core.seconds(10), seed: 3 }),
  plasticNetwork: (core) => core.plasticNetwork({ N: 1250, duration: core.seconds(0.5) }),
};

/** Counts of spikes and recorded values, and a digest of them, of plastic weights too. */
export async function digestOf(core, name, options = {}) {
  const simulation = networks[name](core);
  const result = await core.run(simulation, options);
  const parts = [];
  let spikes = 0;
  for (const of of simulation.recordSpikes)
    for (const train of result.spikeTrains(of)) {
      parts.push(train.seconds);
      spikes += train.count;
    }
  let values = 0;
  for (const { of, variable, neurons } of simulation.record)
    for (const neuron of neurons ?? everyOne(simulation, of)) {
      const signal = result.signal(of, variable, neuron);
      parts.push(signal.values);
      values += signal.values.length;
    }
  for (const { name: pathway, plasticity } of simulation.synapses)
    if (plasticity) {
      const sources = Array.from({ length: 20 }, (_, k) => k);
      parts.push(result.synapsesOf(pathway, { sources }).values.weight.values);
    }
  return { spikes, values, digest: await sha256(parts) };
}

const everyOne = ({ populations }, of) =>
  Array.from({ length: populations.find(({ name }) => name === of).N }, (_, k) => k);

async function sha256(parts) {
  const bytes = parts.map((part) => new Uint8Array(Float64Array.from(part).buffer));
  const whole = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    whole.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
