import { shown, UserError } from "../base/index.js";
import { latexEquations, parseEquations } from "../equations/index.js";
import { isSpiking, type Population } from "../network/index.js";

/** A model, to be shown as mathematics: in a notebook it is typeset, elsewhere it is its own text. */
export class TypesetModel {
  constructor(private readonly population: Population) {}

  /** The model's text, with threshold and reset. */
  toText(): string {
    const { name, N, model } = this.population;
    const head = `${name}: ${N} ${N === 1 ? "neuron" : "neurons"}`;
    return [head, model.equations.trim(), ...this.notes()].join("\n");
  }

  /** TeX mathematics, which Jupyter sets also in notebooks that are not trusted. */
  toLatex(): string {
    return latexEquations(parseEquations(this.population.model.equations), this.notes());
  }

  private notes(): string[] {
    const { threshold, reset, update, refractory } = this.population.model;
    const parts = {
      Threshold: threshold,
      Reset: reset,
      "Refractory period": refractory,
      Update: update,
    };
    return Object.entries(parts).flatMap(([what, part]) =>
      part === undefined ? [] : [`${what}: ${String(part).trim().replaceAll("\n", "; ")}`],
    );
  }
}

/**
 * A population's model as mathematics: one aligned block, with the units.
 * @example
 * ```ts
 * typeset(neurons)
 * ```
 */
export function typeset(population: Population): TypesetModel {
  if (!isSpiking(population) || population.kind !== "population")
    throw new UserError(
      `invalid population: ${shown(population)}; expected what population() returns`,
    );
  return new TypesetModel(population);
}
