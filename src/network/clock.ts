/** How the times of steps come about: k dt, or dt added up step by step, as some programs do. */
export type Clock = "multiplied" | "summed";

/** The times at the beginnings of steps, in s. Asked for in the order of steps they cost nothing. */
export class StepTimes {
  private step = 0;
  private sum = 0;

  constructor(
    private readonly clock: Clock,
    private readonly dt: number,
  ) {}

  at(step: number): number {
    if (this.clock === "multiplied") return step * this.dt;
    if (step < this.step) [this.step, this.sum] = [0, 0];
    for (; this.step < step; this.step++) this.sum += this.dt;
    return this.sum;
  }

  /** The times of the first steps, as many as there is room for. */
  fill(times: Float64Array): void {
    const { clock, dt } = this;
    let sum = 0;
    for (let step = 0; step < times.length; step++) {
      times[step] = clock === "summed" ? sum : step * dt;
      sum += dt;
    }
  }
}
