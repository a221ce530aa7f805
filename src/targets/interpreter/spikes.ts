/** Spikes of a population or source: who spiked in which step, as far back as somebody may ask. */
export class SpikeHistory {
  private readonly steps = new Map<number, number[]>();
  private readonly ofElement: number[][];

  constructor(size: number) {
    this.ofElement = Array.from({ length: size }, () => []);
  }

  /** The spikes of a step, in the order in which they came. */
  at(step: number): readonly number[] {
    return this.steps.get(step) ?? [];
  }

  add(step: number, elements: readonly number[]): void {
    this.steps.set(step, [...elements]);
    for (const element of elements) this.ofElement[element].push(step);
  }

  /** The steps in which an element spiked, ascending; as often as it did. */
  of(element: number): readonly number[] {
    return this.ofElement[element];
  }

  /** Its content as plain data, and back. */
  save(): readonly (readonly [number, readonly number[]])[] {
    return [...this.steps].map(([step, elements]) => [step, [...elements]]);
  }
  restore(saved: ReturnType<SpikeHistory["save"]>): void {
    for (const [step, elements] of saved) this.add(step, elements);
  }
}
