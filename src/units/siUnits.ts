import { NAMED_DIMENSIONS } from "./dimension.js";
import type { DimensionName } from "./dimensionNames.js";
import { makeUnit, type Unit } from "./unit.js";

const si = <D extends DimensionName>(name: D, symbol: string, scale: number): Unit<D> =>
  makeUnit<D>(symbol, scale, NAMED_DIMENSIONS[name].exponents);

/** Second. */
export const second: Unit<"time"> = si("time", "s", 1);
/** Millisecond. */
export const ms: Unit<"time"> = si("time", "ms", 1e-3);
/** Microsecond. */
export const us: Unit<"time"> = si("time", "us", 1e-6);
/** Seconds: `seconds(10)` reads better than `second(10)`. */
export const seconds: Unit<"time"> = second;

/** Hertz. */
export const hertz: Unit<"rate"> = si("rate", "Hz", 1);
/** Kilohertz. */
export const kHz: Unit<"rate"> = si("rate", "kHz", 1e3);
/** Hertz, under its symbol. */
export const Hz: Unit<"rate"> = hertz;

/** Volt. */
export const volt: Unit<"voltage"> = si("voltage", "V", 1);
/** Millivolt. */
export const mV: Unit<"voltage"> = si("voltage", "mV", 1e-3);
/** Microvolt. */
export const uV: Unit<"voltage"> = si("voltage", "uV", 1e-6);
/** Volts. */
export const volts: Unit<"voltage"> = volt;

/** Ampere. */
export const ampere: Unit<"current"> = si("current", "A", 1);
/** Milliampere. */
export const mA: Unit<"current"> = si("current", "mA", 1e-3);
/** Microampere. */
export const uA: Unit<"current"> = si("current", "uA", 1e-6);
/** Nanoampere. */
export const nA: Unit<"current"> = si("current", "nA", 1e-9);
/** Picoampere. */
export const pA: Unit<"current"> = si("current", "pA", 1e-12);
/** Femtoampere. */
export const fA: Unit<"current"> = si("current", "fA", 1e-15);

/** Siemens. */
export const siemens: Unit<"conductance"> = si("conductance", "S", 1);
/** Millisiemens. */
export const mS: Unit<"conductance"> = si("conductance", "mS", 1e-3);
/** Microsiemens. */
export const uS: Unit<"conductance"> = si("conductance", "uS", 1e-6);
/** Nanosiemens. */
export const nS: Unit<"conductance"> = si("conductance", "nS", 1e-9);
/** Picosiemens. */
export const pS: Unit<"conductance"> = si("conductance", "pS", 1e-12);

/** Ohm. */
export const ohm: Unit<"resistance"> = si("resistance", "ohm", 1);
/** Kiloohm. */
export const kohm: Unit<"resistance"> = si("resistance", "kohm", 1e3);
/** Megaohm. */
export const Mohm: Unit<"resistance"> = si("resistance", "Mohm", 1e6);
/** Gigaohm. */
export const Gohm: Unit<"resistance"> = si("resistance", "Gohm", 1e9);

/** Farad. */
export const farad: Unit<"capacitance"> = si("capacitance", "F", 1);
/** Millifarad. */
export const mF: Unit<"capacitance"> = si("capacitance", "mF", 1e-3);
/** Microfarad. */
export const uF: Unit<"capacitance"> = si("capacitance", "uF", 1e-6);
/** Nanofarad. */
export const nF: Unit<"capacitance"> = si("capacitance", "nF", 1e-9);
/** Picofarad. */
export const pF: Unit<"capacitance"> = si("capacitance", "pF", 1e-12);

/** Coulomb. */
export const coulomb: Unit<"charge"> = si("charge", "C", 1);
/** Nanocoulomb. */
export const nC: Unit<"charge"> = si("charge", "nC", 1e-9);
/** Picocoulomb. */
export const pC: Unit<"charge"> = si("charge", "pC", 1e-12);

/** Metre. */
export const meter: Unit<"length"> = si("length", "m", 1);
/** Metre, as it is spelt elsewhere. */
export const metre: Unit<"length"> = meter;
/** Centimetre: `ohm.times(cm)(150)` is a resistivity, `uF.per(cm.times(cm))(1)` a capacitance per area. */
export const cm: Unit<"length"> = si("length", "cm", 1e-2);
/** Millimetre. */
export const mm: Unit<"length"> = si("length", "mm", 1e-3);
/** Micrometre. */
export const um: Unit<"length"> = si("length", "um", 1e-6);
/** Nanometre. */
export const nm: Unit<"length"> = si("length", "nm", 1e-9);

/** Molar: moles in a litre, 1000 mol/m^3. */
export const molar: Unit<"concentration"> = si("concentration", "M", 1e3);
/** Millimolar. */
export const mM: Unit<"concentration"> = si("concentration", "mM", 1);
/** Micromolar. */
export const uM: Unit<"concentration"> = si("concentration", "uM", 1e-3);
/** Nanomolar. */
export const nM: Unit<"concentration"> = si("concentration", "nM", 1e-6);

/** Radian: a plain number. */
export const radian: Unit<"dimensionless"> = si("dimensionless", "rad", 1);
