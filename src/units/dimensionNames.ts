/** The dimensions that TypeScript checks by name. */
export type DimensionName =
  | "dimensionless"
  | "length"
  | "mass"
  | "time"
  | "rate"
  | "current"
  | "temperature"
  | "charge"
  | "voltage"
  | "resistance"
  | "conductance"
  | "capacitance"
  | "energy"
  | "power"
  | "concentration";

/**
 * The dimension of a result whose type TypeScript cannot tell: it fits every parameter at
 * compile time and is checked when the program runs. (`never` is assignable to every name.)
 */
export type Unchecked = never;

/** Products among named dimensions, each pair in one order. */
interface Products {
  conductance: { voltage: "current"; time: "capacitance"; resistance: "dimensionless" };
  resistance: { current: "voltage"; capacitance: "time" };
  capacitance: { voltage: "charge"; rate: "conductance" };
  current: { time: "charge"; voltage: "power" };
  rate: { time: "dimensionless"; charge: "current"; energy: "power" };
  time: { power: "energy" };
  charge: { voltage: "energy" };
}

type Lookup<A, B> = A extends keyof Products
  ? B extends keyof Products[A]
    ? Products[A][B]
    : Unchecked
  : Unchecked;

/** The dimension of a product, where both factors are named and so is their product. */
export type Product<A extends string, B extends string> = [A] extends [Unchecked]
  ? Unchecked
  : [B] extends [Unchecked]
    ? Unchecked
    : [A] extends ["dimensionless"]
      ? B
      : [B] extends ["dimensionless"]
        ? A
        : Lookup<A, B> | Lookup<B, A>;

/** The dimension of a quotient, found as the named factor that gives A when multiplied with B. */
export type Quotient<A extends string, B extends string> = [A] extends [Unchecked]
  ? Unchecked
  : [B] extends [Unchecked | "dimensionless"]
    ? [B] extends [Unchecked]
      ? Unchecked
      : A
    : [A] extends [B]
      ? [B] extends [A]
        ? "dimensionless"
        : Unchecked
      : {
          [D in DimensionName]: [Product<D, B>] extends [Unchecked]
            ? Unchecked
            : [Product<D, B>] extends [A]
              ? D
              : Unchecked;
        }[DimensionName];
