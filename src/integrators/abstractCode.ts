import {
  type Assignment,
  type Expression,
  INTERNAL,
  type IntegrableModel,
  inlined,
  isNoise,
  name,
  number,
  print,
  readsOf,
  renameNames,
  where,
} from "../equations/index.js";

/**
 * Statements that take the state of a neuron from one step to the next, for no machine in
 * particular. Targets are state variables or temporaries; names with a prime are ours. The
 * statements are carried out in order.
 */
export interface AbstractCode {
  /** Of methods that take several steps within one: carried out before all else. */
  repeat?: Repetition;
  statements: Assignment[];
  /** Numbers that the statements read beside the model's own. */
  propagators: readonly Propagator[];
}

/** Statements that are carried out again and again, for each neuron as often as it needs. */
export interface Repetition {
  /** Temporaries that go from one turn to the next: how they begin, and what becomes of each after a turn. */
  readonly carried: readonly {
    readonly name: string;
    readonly begins: Expression;
    readonly next: Expression;
  }[];
  readonly statements: readonly Assignment[];
  /** Whether there is another turn. */
  readonly again: Expression;
}

/** A linear system's matrix, its entries as expressions; undefined where it is 0. */
export type SystemMatrix = readonly (readonly (Expression | undefined)[])[];

/** An entry of the exponential of a system's matrix times the time step. */
export interface Propagator {
  name: string;
  system: SystemMatrix;
  row: number;
  column: number;
}

/** Abstract code as text, one statement a line. */
export const printCode = ({ repeat, statements }: AbstractCode): string =>
  [
    ...(repeat ? linesOfRepetition(repeat, repeat.statements.map(lineOf)) : []),
    ...statements.map(lineOf),
  ].join("\n");

/** The lines of a repetition; `inner` are those of its statements. */
export const linesOfRepetition = (
  { carried, again }: Pick<Repetition, "carried" | "again">,
  inner: readonly string[],
): string[] => [
  ...carried.map((item) => `${item.name} = ${print(item.begins)}`),
  "repeat",
  ...inner.map((line) => `  ${line}`),
  ...carried.map((item) => `  ${item.name} = ${print(item.next)}`),
  `while ${print(again)}`,
];

const lineOf = ({ target, expression }: Assignment): string => `${target} = ${print(expression)}`;

/** A differential equation: the variable and its derivative. */
export interface Derivative {
  name: string;
  derivative: Expression;
  /** Whether the variable stands still while the neuron is refractory. */
  held: boolean;
}

/** The variables of a model that have a derivative. */
export const derivativesOf = ({ states }: IntegrableModel): Derivative[] =>
  states.flatMap(({ name: state, derivative, unlessRefractory }) =>
    derivative ? [{ name: state, derivative, held: unlessRefractory }] : [],
  );

/**
 * The derivatives with those of held variables 0 while the neuron is refractory: a variable that
 * stands still does so in every stage of a method.
 */
export const heldDerivativesOf = (model: IntegrableModel): Derivative[] =>
  derivativesOf(model).map((item) =>
    item.held
      ? { ...item, derivative: where(name(INTERNAL.resting), number(0), item.derivative) }
      : item,
  );

/** The new value of a variable: the old one while it is held. */
export const unlessHeld = ({ name: state, held }: Derivative, value: Expression): Expression =>
  held ? where(name(INTERNAL.resting), name(state), value) : value;

/** An expression with the model's subexpressions written out, where `wanted` says so. */
export const inlinedIn = (
  expression: Expression,
  model: IntegrableModel,
  wanted?: (subexpression: Assignment) => boolean,
): Expression => inlined(expression, model.subexpressions, wanted);

/** Whether an expression reads a name, directly or through subexpressions. */
export const reads = (expression: Expression, wanted: string, model: IntegrableModel): boolean =>
  readsOf(model.subexpressions)(expression).has(wanted);

/** The noises that an expression reads, directly or through subexpressions. */
export const noisesIn = (
  expression: Expression,
  model: Pick<IntegrableModel, "subexpressions">,
): string[] => [...readsOf(model.subexpressions)(expression)].filter(isNoise);

/** The noises that occur in a model's equations: xi, xi_1. */
export const noisesOf = (model: IntegrableModel): string[] => [
  ...new Set(derivativesOf(model).flatMap(({ derivative }) => noisesIn(derivative, model))),
];

/** The subexpressions as statements, those with noise left out. */
export function quietSubexpressions(model: IntegrableModel): Assignment[] {
  const all = readsOf(model.subexpressions);
  return model.subexpressions
    .filter(({ expression }) => ![...all(expression)].some(isNoise))
    .map(({ target, expression }) => ({ target, expression }));
}

/**
 * The subexpressions as statements, on renamed variables: those of one stage of a method that
 * evaluates the derivatives several times.
 */
export function subexpressionsAt(
  model: IntegrableModel,
  rename: (name: string) => string | undefined,
  stage: string,
): { statements: Assignment[]; rename: (name: string) => string | undefined } {
  const quiet = quietSubexpressions(model);
  const own = new Set(quiet.map(({ target }) => target));
  const renamed = (text: string): string | undefined =>
    own.has(text) && stage !== "" ? INTERNAL.of(text, stage) : rename(text);
  const statements = quiet.map(({ target, expression }) => ({
    target: renamed(target) ?? target,
    expression: renameNames(expression, renamed),
  }));
  return { statements, rename: renamed };
}

/** The statements that make the new values the current ones, after all were computed. */
export const advance = (derivatives: readonly Derivative[]): Assignment[] =>
  derivatives.map(({ name: state }) => ({
    target: state,
    expression: name(INTERNAL.next(state)),
  }));
