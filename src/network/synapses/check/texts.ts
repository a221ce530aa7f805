import { UserError } from "../../../base/index.js";
import {
  type Action,
  type Assignment,
  type CheckedAction,
  checkStatements,
  type Expression,
  NO_NOISE,
  readsOf,
  refuseUnavailable,
  type StatementRules,
  type Subexpression,
  timesOf,
  withSubexpressions,
} from "../../../equations/index.js";
import type { Synapses } from "../description.js";
import { AT_SYNAPSES } from "../names/rules.js";
import type { Pathway } from "../pathways/pathways.js";
import type { SideModel } from "../sides/sides.js";
import type { CheckedSynapses } from "./checkedSynapses.js";

/** The check of what synapses do, text by text; it notes which names of the neurons the texts read and change. */
export class SynapseTexts {
  /** Names of the neurons that texts read or change: `x@pre`, `x@post`. */
  readonly uses = new Set<string>();
  /** Those that texts change. */
  readonly changes = new Set<string>();
  private readonly reads: (expression: Expression) => ReadonlySet<string>;

  /**
   * @param subexpressions those of both neurons, and the synapses' own
   * @param onlyAtSpikes names that are known at spikes only, with the reason
   */
  constructor(
    private readonly given: Synapses,
    private readonly rules: StatementRules,
    private readonly subexpressions: readonly Subexpression[],
    private readonly onlyAtSpikes: ReadonlyMap<string, string>,
  ) {
    this.reads = readsOf(subexpressions);
  }

  /** The statements of a pathway, with the subexpressions that they read. */
  atSpikes({ name: pathway, side, text }: Pathway): Assignment[] {
    const alone = side === "source" ? "pre" : "post";
    const option = side === "source" ? "onPre" : "onPost";
    return this.statements(pathway === alone ? option : `${option}.${pathway}`, text);
  }

  /** What is done every so often, or at given times: not at spikes. */
  actions(given: readonly Action[]): CheckedAction[] {
    const checked = given.map((action) => ({
      when: timesOf(action),
      statements: this.statements("an action", action.statements),
    }));
    for (const { statements } of checked)
      this.refuseBetweenSpikes(
        "actions",
        statements.map(({ expression }) => expression),
      );
    return checked;
  }

  /** Notes what the statements of an integrator read. */
  noteStep(statements: readonly Assignment[]): void {
    for (const { expression } of statements) this.note(expression);
  }

  /** What is computed at the beginning of each step, with the subexpressions that it reads. */
  overStep(given: readonly Subexpression[]): Assignment[] {
    const expressions = given.map(({ expression }) => expression);
    this.read(`equations of ${this.given.name}`, expressions);
    this.refuseBetweenSpikes("equations", expressions);
    const statements = given.map(({ target, expression }) => ({ target, expression }));
    return withSubexpressions(statements, this.subexpressions);
  }

  /** What is summed up in each step for variables of the target. */
  sums(target: SideModel, targetName: string): CheckedSynapses["sums"] {
    const { name, summed = {} } = this.given;
    return Object.entries(summed).map(([variable, text]) => {
      const state = target.states.find((item) => item.name === variable);
      if (!state || state.derivative)
        throw new UserError(
          `invalid summed of ${name}: ${variable}; expected a variable of ${targetName} that is declared without an equation, like "${variable} : 1"`,
        );
      const [{ target: changed, expression }] = checkStatements(`${variable} = ${text}`, {
        ...this.rules,
        targets: [variable],
      });
      this.read(`summed of ${name}`, [expression]);
      this.refuseBetweenSpikes("summed", [expression]);
      this.changes.add(changed);
      const before = withSubexpressions([], this.subexpressions, [expression]);
      return { target: changed, expression, before };
    });
  }

  /** Refuses to read in every step what is known at spikes only. */
  refuseBetweenSpikes(what: string, expressions: readonly Expression[]): void {
    for (const expression of expressions)
      for (const text of this.reads(expression)) {
        const why = this.onlyAtSpikes.get(text);
        if (why)
          throw new UserError(
            `invalid ${what} of ${this.given.name}: ${text} is read in every step, and ${text} ${why}: it is known at spikes only; expected a variable that is declared in equations, clock-driven or without an equation`,
          );
      }
  }

  private statements(option: string, text: string): Assignment[] {
    const written = checkStatements(text, this.rules);
    this.read(
      `${option} of ${this.given.name}`,
      written.map(({ expression }) => expression),
    );
    for (const { target } of written) {
      if (!target.includes("@")) continue;
      this.uses.add(target);
      this.changes.add(target);
    }
    return withSubexpressions(written, this.subexpressions);
  }

  /** Keeps what expressions of the user's read, and refuses what there is not at synapses. */
  private read(what: string, expressions: readonly Expression[]): void {
    refuseUnavailable(what, expressions, [], AT_SYNAPSES);
    refuseUnavailable(what, expressions, this.subexpressions, { xi: NO_NOISE.xi });
    for (const expression of expressions) this.note(expression);
  }

  /** Keeps which names of the neurons are read. */
  private note(expression: Expression): void {
    for (const text of this.reads(expression)) if (text.includes("@")) this.uses.add(text);
  }
}
