export * from "./adexNetwork.js";
export * from "./dpiLayer.js";
export * from "./izhikevichRing.js";
export * from "./nto1.js";
export * from "./parameters.js";
export * from "./plasticMeasures.js";
export * from "./plasticNetwork.js";
export * from "./powerLaw.js";
