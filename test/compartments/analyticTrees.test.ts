import { describe, expect, it } from "vitest";
import * as analytic from "../helpers/cable.js";
import { largest, orders } from "../helpers/convergence.js";
import { fromTree, type PlainTree } from "../helpers/morphologies.js";
import { passiveVoltages } from "../helpers/passiveNeuron.js";

// Trees against solutions on paper. Bounds are about twice what was measured.

const cable: Omit<analytic.Cable, "diameter"> = { Ri: 1.5, gL: 1, Cm: 0.01 };
const CURRENT = 1e-10;

describe("trees", () => {
  /** A cylinder of a number of length constants, each of `per` compartments. */
  const branch = (
    diameter: number,
    electrotonic: number,
    per: number,
    children: Record<string, PlainTree> = {},
  ): PlainTree => ({
    kind: "cylinder",
    diameter,
    length: electrotonic * analytic.lengthConstant({ ...cable, diameter }),
    n: Math.round(electrotonic * per),
    children,
  });
  const trunk = 4e-6;
  const [thick, thin] = [2.5e-6, analytic.rallDiameter(trunk, 2.5e-6)];
  const [twig, other] = [1e-6, analytic.rallDiameter(2.5e-6, 1e-6)];
  // both ways are 1.5 length constants of the trunk's kind
  const rall = (per: number): PlainTree =>
    branch(trunk, 0.5, per, {
      thick: branch(thick, 0.5, per, {
        twig: branch(twig, 0.5, per),
        other: branch(other, 0.5, per),
      }),
      thin: branch(thin, 1, per),
    });
  const whole = { ...cable, diameter: trunk };
  const end = 1.5 * analytic.lengthConstant(whole);

  it("under Rall's 3/2 law is its cylinder, in each step and to rounding", async () => {
    const common = { cable, current: { 0: CURRENT }, dt: 1e-4, steps: 200 };
    const tree = await passiveVoltages(fromTree(rall(20)), {
      ...common,
      // the start, the borders of branches, and the three tips
      record: [0, 9, 19, 29, 39, 59],
    });
    const alike = [0, 9, 19, 29, 29, 29];
    const cylindrical = await passiveVoltages(fromTree(branch(trunk, 1.5, 20)), {
      ...common,
      record: Array.from({ length: 30 }, (_, k) => k),
    });
    const worst = largest(
      tree.flatMap((v, k) => [...v].map((x, n) => x - cylindrical[alike[k]][n])),
    );
    // measured: 1e-15
    expect(worst / largest(cylindrical[0])).toBeLessThan(3e-15);
  });

  it("and the cylinder on paper", async () => {
    const per = 100;
    // of the twig, of what continues beside it, of the thin branch
    const tips = [1.5 * per - 1, 2 * per - 1, 3 * per - 1];
    const v = await passiveVoltages(fromTree(rall(per)), {
      cable,
      current: { 0: CURRENT },
      dt: 2e-6,
      steps: 10_000,
      record: [0, ...tips],
    });
    const half = end / (1.5 * per) / 2;
    const size = analytic.sealedSteady(whole, end, CURRENT, half);
    let worst = 0;
    for (const t of [1e-3, 2e-3, 5e-3, 0.01, 0.02])
      for (const [k, values] of v.entries()) {
        const paper = analytic.sealedStep(whole, end, CURRENT, k === 0 ? half : end - half, t);
        worst = Math.max(worst, Math.abs(values[Math.round(t / 2e-6)] - paper) / size);
      }
    // measured: 8.9e-5
    expect(worst).toBeLessThan(1.8e-4);
  });

  it("of any branches: input resistance and voltages at all tips, with second order", async () => {
    // a soma with dendrites that obey no law; on paper by their input conductances (Rall 1959)
    const shape = (per: number): PlainTree => ({
      kind: "soma",
      diameter: 20e-6,
      children: {
        one: branch(3e-6, 0.4, per, {
          left: branch(1e-6, 0.7, per),
          right: branch(2e-6, 0.3, per, {
            a: branch(0.5e-6, 0.9, per),
            b: branch(2e-6, 0.2, per),
            c: branch(1e-6, 1, per),
          }),
        }),
        two: branch(1e-6, 1.2, per),
      },
    });
    const errors: number[][] = [];
    for (const per of [10, 20, 40, 80]) {
      const tree = shape(per);
      const tips = steadyTips(tree, CURRENT);
      const v = await passiveVoltages(fromTree(tree), {
        cable,
        current: { 0: CURRENT },
        dt: 1,
        steps: 40,
        record: tips.map(({ compartment }) => compartment),
      });
      errors.push(tips.map(({ voltage }, k) => Math.abs(v[k][40] / voltage - 1)));
    }
    // measured: 1.9e-5
    expect(largest(errors[3])).toBeLessThan(4e-5);
    for (let k = 0; k < errors[0].length; k++)
      for (const order of orders(errors.map((own) => own[k])))
        expect(Math.abs(order - 2)).toBeLessThan(0.2);
  });
});

/**
 * The steady voltages of a tree with a current into its root, a sphere: of the root, and of the last
 * compartment of each branch without children, whose middle lies half a compartment before its end.
 */
function steadyTips(root: PlainTree, current: number): { compartment: number; voltage: number }[] {
  const cableOf = (tree: PlainTree) => {
    const own = { ...cable, diameter: tree.diameter as number };
    return {
      infinite: 1 / analytic.semiInfiniteResistance(own),
      L: (tree.length as number) / analytic.lengthConstant(own),
    };
  };
  const children = (tree: PlainTree): PlainTree[] => Object.values(tree.children ?? {});
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  /** What flows into a branch for each volt at its start. */
  const conductance = (tree: PlainTree): number => {
    const { infinite, L } = cableOf(tree);
    const load = sum(children(tree).map(conductance)) / infinite;
    return (infinite * (load + Math.tanh(L))) / (1 + load * Math.tanh(L));
  };
  const membrane = cable.gL * Math.PI * (root.diameter as number) ** 2;
  const voltage = current / (membrane + sum(children(root).map(conductance)));
  const found = [{ compartment: 0, voltage }];
  let next = 1;
  const visit = (tree: PlainTree, start: number): void => {
    const { infinite, L } = cableOf(tree);
    const load = sum(children(tree).map(conductance)) / infinite;
    const at = (X: number): number =>
      (start * (Math.cosh(L - X) + load * Math.sinh(L - X))) / (Math.cosh(L) + load * Math.sinh(L));
    next += tree.n as number;
    if (children(tree).length === 0)
      found.push({ compartment: next - 1, voltage: at(L - L / (tree.n as number) / 2) });
    for (const child of children(tree)) visit(child, at(L));
  };
  for (const child of children(root)) visit(child, voltage);
  return found;
}
