import {
  type Assignment,
  binary,
  call,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  name,
  number,
  renameNames,
  where,
} from "../equations/index.js";
import { type AbstractCode, heldDerivativesOf, subexpressionsAt } from "./abstractCode.js";

// The method of Runge, Kutta and Fehlberg of orders 4 and 5 (Fehlberg 1969): six slopes give a value of order 5, and
// the difference from one of order 4 tells its error. Within each time step of the network a neuron takes as many
// steps of its own as its error asks for.

/** Where each stage stands in a step, and the multiples of the step with which earlier slopes are added. */
const STAGES: readonly { at: number; multiples: readonly number[] }[] = [
  { at: 0, multiples: [] },
  { at: 1 / 4, multiples: [1 / 4] },
  { at: 3 / 8, multiples: [3 / 32, 9 / 32] },
  { at: 12 / 13, multiples: [1932 / 2197, -7200 / 2197, 7296 / 2197] },
  { at: 1, multiples: [439 / 216, -8, 3680 / 513, -845 / 4104] },
  { at: 1 / 2, multiples: [-8 / 27, 2, -3544 / 2565, 1859 / 4104, -11 / 40] },
];

/** Weights of the slopes in the value of order 5, and what those of order 4 differ from them. */
const WEIGHTS = [16 / 135, 0, 6656 / 12_825, 28_561 / 56_430, -9 / 50, 2 / 55];
const ERROR = [1 / 360, 0, -128 / 4275, -2197 / 75_240, 1 / 50, 2 / 55];

/** The error that a neuron's own steps may make, relative to what its variables are and change in a time step. */
const DEFAULT_TOLERANCE = 1e-6;

/** Most steps of a neuron within a time step. */
const MOST_STEPS = 10_000;

/** The next step is so much shorter than the error would allow, and at most so much shorter or longer than the last. */
const [CAUTION, LEAST, MOST] = [0.9, 0.2, 5];

const NAMES = {
  /** What is left of the time step, the length of the next own step, and how many there were. */
  left: "'left",
  length: "'length",
  steps: "'steps",
  /** The own step that is tried, the largest error in parts of what is allowed, whether it is small enough. */
  step: "'step",
  error: "'error",
  accepted: "'accepted",
} as const;

const largest = (a: Expression, b: Expression): Expression => call("max", a, b);
const times = (a: Expression, b: Expression): Expression => binary("*", a, b);
const plus = (a: Expression, b: Expression): Expression => binary("+", a, b);
const weighted = (weights: readonly number[], of: (k: number) => Expression): Expression =>
  weights
    .flatMap((weight, k) => (weight === 0 ? [] : [times(number(weight), of(k))]))
    .reduce(plus, number(0));

/** Fehlberg's method with a step of its own for each neuron. */
export function rkf45(model: IntegrableModel, tolerance = DEFAULT_TOLERANCE): AbstractCode {
  const derivatives = heldDerivativesOf(model);
  const states = derivatives.map((item) => item.name);
  if (states.length === 0) return { statements: [], propagators: [] };
  const slope = (state: string, stage: number): Expression =>
    name(INTERNAL.of(state, `slope${stage + 1}`));
  const step = name(NAMES.step);
  const isGoing = binary(">", name(NAMES.left), number(0));
  const statements: Assignment[] = [
    { target: NAMES.step, expression: call("min", name(NAMES.length), name(NAMES.left)) },
  ];
  STAGES.forEach(({ at, multiples }, stage) => {
    const mark = `at${stage + 1}`;
    const moment = (text: string): string => INTERNAL.of(text, mark);
    // t is the beginning of the time step, of which some is left
    const since = binary("-", name("dt"), name(NAMES.left));
    statements.push({
      target: moment("t"),
      expression: plus(name("t"), plus(since, times(number(at), step))),
    });
    if (stage > 0)
      for (const state of states)
        statements.push({
          target: moment(state),
          expression: plus(
            name(state),
            times(
              step,
              weighted(multiples, (k) => slope(state, k)),
            ),
          ),
        });
    const there = subexpressionsAt(
      model,
      (text) => (text === "t" || (stage > 0 && states.includes(text)) ? moment(text) : undefined),
      mark,
    );
    statements.push(...there.statements);
    for (const { name: state, derivative } of derivatives)
      statements.push({
        target: INTERNAL.of(state, `slope${stage + 1}`),
        expression: renameNames(derivative, there.rename),
      });
  });
  const errors = states.map((state): Expression => {
    const error = times(
      step,
      weighted(ERROR, (k) => slope(state, k)),
    );
    // a variable may begin at 0 with a slope of 0: all stages say what it changes
    const change = STAGES.map((_, k) => call("abs", slope(state, k))).reduce(plus);
    const scale = plus(
      call("abs", name(state)),
      times(name("dt"), times(number(1 / STAGES.length), change)),
    );
    // nothing is divided by 0: a variable that is 0 and stays so has no error
    return binary("/", call("abs", error), plus(times(number(tolerance), scale), number(1e-300)));
  });
  statements.push(
    { target: NAMES.error, expression: errors.reduce(largest) },
    {
      target: NAMES.accepted,
      // an error that is no number is too large
      expression: where(binary("<=", name(NAMES.error), number(1)), number(1), number(0)),
    },
  );
  const isAccepted = binary("==", name(NAMES.accepted), number(1));
  for (const state of states)
    statements.push({
      target: INTERNAL.next(state),
      expression: plus(
        name(state),
        times(
          step,
          weighted(WEIGHTS, (k) => slope(state, k)),
        ),
      ),
    });
  for (const state of states)
    statements.push({
      target: state,
      expression: where(
        binary("and", isGoing, isAccepted),
        name(INTERNAL.next(state)),
        name(state),
      ),
    });
  const factor = call(
    "clip",
    times(number(CAUTION), binary("**", name(NAMES.error), number(-1 / 5))),
    number(LEAST),
    number(MOST),
  );
  const isNumber = binary("<=", name(NAMES.error), number(Number.MAX_VALUE));
  return {
    repeat: {
      carried: [
        {
          name: NAMES.left,
          begins: name("dt"),
          next: where(isAccepted, binary("-", name(NAMES.left), step), name(NAMES.left)),
        },
        {
          name: NAMES.length,
          begins: name("dt"),
          next: times(step, where(isNumber, factor, number(LEAST))),
        },
        { name: NAMES.steps, begins: number(0), next: plus(name(NAMES.steps), number(1)) },
      ],
      statements,
      again: binary("and", isGoing, binary("<", name(NAMES.steps), number(MOST_STEPS))),
    },
    // who does not come to the end has no value
    statements: states.map((state) => ({
      target: state,
      expression: where(isGoing, number(Number.NaN), name(state)),
    })),
    propagators: [],
  };
}
