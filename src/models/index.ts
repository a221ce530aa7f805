export * from "./adexNetwork.js";
export * from "./catalogue.js";
export * from "./dpiLayer.js";
export * from "./izhikevichRing.js";
export * from "./measures.js";
export * from "./microcircuit.js";
export {
  MICROCIRCUIT_POPULATIONS,
  type MicrocircuitPopulation,
} from "./microcircuitData.js";
export * from "./microcircuitStatistics.js";
export * from "./nto1.js";
export * from "./parameters.js";
export * from "./plasticMeasures.js";
export * from "./plasticNetwork.js";
export * from "./powerLaw.js";
