import { elementary, UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import type { RandomStream } from "../streams.js";
import { type Distribution, type Drawn, type DrawnBounds, describeDrawn } from "./drawn.js";

const { exp, log } = elementary;

export const GAMMA: Distribution = {
  name: "gamma",
  draw: (stream, [scale, shape]) => scale * gammaDeviate(stream, shape),
};

/**
 * A gamma deviate of scale 1. From shape 1 on by Marsaglia and Tsang (2000), below it by rejection from
 * a power and an exponential (Ahrens and Dieter 1974, as Best 1983 has it), each drawing in the order in
 * which NumPy's legacy generator does.
 */
export function gammaDeviate(stream: RandomStream, shape: number): number {
  if (shape === 1) return stream.exponential();
  return shape < 1 ? belowOne(stream, shape) : aboveOne(stream, shape);
}

function belowOne(stream: RandomStream, shape: number): number {
  const root = (x: number): number => (x === 0 ? 0 : exp(log(x) / shape));
  for (;;) {
    const u = stream.uniform();
    const limit = stream.exponential();
    if (u <= 1 - shape) {
      const x = root(u);
      if (x <= limit) return x;
    } else {
      const y = -log((1 - u) / shape);
      const x = root(1 - shape + shape * y);
      if (x <= limit + y) return x;
    }
  }
}

function aboveOne(stream: RandomStream, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = stream.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = stream.uniform();
    // most are accepted without a logarithm
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return d * v;
    if (log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v;
  }
}

/**
 * Values drawn from the gamma distribution: `gamma(2, ms(5))` has the mean shape * scale, 10 ms, and the
 * variance shape * scale^2. On the numpy stream they are those of `np.random.gamma`.
 * @throws UserError for a shape or scale that is not positive, or bounds out of order.
 * @example
 * ```ts
 * population("cells", { N: 10, equations: "dv/dt = -v/tau : volt", parameters: { tau: gamma(2, ms(5)) } })
 * ```
 */
export function gamma(
  shape: number,
  scale: number,
  bounds?: DrawnBounds<"dimensionless">,
): Drawn<"dimensionless">;
export function gamma<D extends string>(
  shape: number,
  scale: Quantity<D>,
  bounds?: DrawnBounds<D>,
): Drawn<D>;
export function gamma(shape: number, scale: Quantity | number, bounds?: DrawnBounds): Drawn {
  const drawn = describeDrawn(GAMMA, { scale }, { shape }, bounds);
  if (!(drawn.parameters[1] > 0))
    throw new UserError(`invalid shape of gamma: ${shape}; expected more than 0`);
  if (!(drawn.parameters[0] > 0))
    throw new UserError(`invalid scale of gamma: ${scale}; expected more than 0`);
  return drawn;
}
