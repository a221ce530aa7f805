import { seeManual, UserError } from "../../base/index.js";
import {
  binary,
  type CheckedModel,
  derivativeOf,
  type Expression,
  inlined,
  NO_NOISE,
  name,
  negate,
  refuseUnavailable,
} from "../../equations/index.js";
import {
  combineDimensions,
  type Dimension,
  describeDimension,
  NAMED_DIMENSIONS,
  sameDimension,
} from "../../units/index.js";

// The cable equation, Cm dv/dt = Im + I/area + what flows along the neuron, is solved implicitly in v. The membrane's
// currents are linear in v for a step: what they are now, and how they change with v.

/** What a compartment's membrane does: the current through it in A, and its conductance -dI/dv in S. */
export interface Membrane {
  readonly current: Expression;
  readonly conductance: Expression;
}

const CURRENT = NAMED_DIMENSIONS.current.exponents;
const AREA: Dimension = [2, 0, 0, 0, 0, 0, 0];

/** The name of the membrane's current per area, and what its dimension is. */
const MEMBRANE_CURRENT = "Im";
const CURRENT_DENSITY = combineDimensions(CURRENT, AREA, -1);

/**
 * The membrane of a checked model.
 * @throws UserError where there is no Im, or one that has no derivative by v.
 */
export function membraneOf({ subexpressions, states, declarations }: CheckedModel): Membrane {
  const given = subexpressions.find(({ target }) => target === MEMBRANE_CURRENT);
  const isOther = states.some((state) => state.name === MEMBRANE_CURRENT);
  if (!given && (isOther || declarations.parameters.has(MEMBRANE_CURRENT)))
    throw new UserError(
      `invalid Im: it is declared, or has an equation of its own; expected what it is in each step: "Im = gL*(EL - v) : amp/metre**2"`,
    );
  if (!given)
    throw new UserError(
      `missing Im: the equations of compartments say what flows into the cell through its membrane, per area: "Im = gL*(EL - v) : amp/metre**2"${seeManual("compartments")}`,
    );
  if (!sameDimension(given.dimension, CURRENT_DENSITY))
    throw new UserError(
      `invalid Im: ${describeDimension(given.dimension)}; expected a current per area: "Im = gL*(EL - v) : amp/metre**2"`,
    );
  const points = [...declarations.pointCurrents];
  for (const text of points) {
    const dimension = declarations.dimensionOf(text);
    if (!sameDimension(dimension, CURRENT))
      throw new UserError(
        `invalid point current: ${text} is declared as ${describeDimension(dimension)}; expected a current: "${text} : amp (point current)"`,
      );
  }
  const known = [...states.map((state) => state.name), ...declarations.parameters.keys()];
  const needed = [MEMBRANE_CURRENT, ...points];
  refuseUnavailable("the membrane's current", needed.map(name), subexpressions, NO_NOISE);
  const parts = needed.map((text): Membrane => {
    const written = known.includes(text) ? name(text) : inlined(name(text), subexpressions);
    const slope = derivativeOf(written, "v");
    if (!slope)
      throw new UserError(
        `invalid ${text}: it has no derivative by v, which the implicit step needs: v goes through a function with jumps or a comparison; expected one that is smooth in v`,
      );
    const area = (expression: Expression): Expression =>
      text === MEMBRANE_CURRENT ? binary("*", name("area"), expression) : expression;
    const isFixed = slope.kind === "number" && slope.value === 0;
    return { current: area(written), conductance: isFixed ? slope : area(negate(slope)) };
  });
  const sum = (of: keyof Membrane): Expression =>
    parts.map((part) => part[of]).reduce((so, part) => binary("+", so, part));
  return { current: sum("current"), conductance: sum("conductance") };
}
