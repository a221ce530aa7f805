import { describe, expect, it } from "vitest";
import {
  type CheckedModel,
  checkModel,
  type Expression,
  evaluate,
  type ModelText,
} from "../../src/equations/index.js";
import {
  INTEGRATOR_NAMES,
  integrate,
  matrixExponential,
  printCode,
} from "../../src/integrators/index.js";
import { DefaultStream } from "../../src/random/index.js";
import { ms, mV, pF, seconds } from "../../src/units/index.js";

/** A parameter that all neurons share. */
function parameterOf(model: CheckedModel, name: string): number {
  const values = model.parameters.get(name)?.values;
  if (values?.kind !== "shared") throw new Error(`no parameter that all neurons share: ${name}`);
  return values.value;
}

/** What the entries of the exponential of a model's system are for a time step. */
function propagatorsOf(model: CheckedModel, method: string, dt: number): Map<string, number> {
  const { propagators = [] } = integrate(model, method);
  return new Map(
    propagators.map(({ name, system, row, column }) => {
      const entry = (expression: Expression | undefined): number =>
        expression ? dt * Number(evaluate(expression, (text) => parameterOf(model, text))) : 0;
      return [name, matrixExponential(system.map((list) => list.map(entry)))[row][column]];
    }),
  );
}

/** Carries out abstract code on one neuron, for given normal deviates. */
function steps(
  model: CheckedModel,
  method: string,
  initial: Record<string, number>,
  dt: number,
  count: number,
  deviate: (step: number) => number = () => 0,
): Record<string, number> {
  const { statements } = integrate(model, method);
  const constants = propagatorsOf(model, method, dt);
  const values: Record<string, number> = { ...initial, dt };
  for (let step = 0; step < count; step++) {
    values.t = step * dt;
    values.xi = deviate(step);
    for (const { target, expression } of statements)
      values[target] = Number(
        evaluate(
          expression,
          (name) => values[name] ?? constants.get(name) ?? parameterOf(model, name),
        ),
      );
  }
  return values;
}

const order = (errors: number[]): number =>
  Math.log2(errors[errors.length - 2] / errors[errors.length - 1]);

describe("orders of convergence", () => {
  // dx/dt = -x + sin t and y' = x y have this exact solution
  const model = checkModel({
    equations: `dx/dt = (s - x)/tau : 1
                s = sin(t/tau) : 1
                dy/dt = x*y/tau : 1`,
    parameters: { tau: seconds(1) },
  });
  const T = 2;
  const x = (t: number): number => 1.5 * Math.exp(-t) + (Math.sin(t) - Math.cos(t)) / 2;
  const integral = (t: number): number =>
    1.5 * (1 - Math.exp(-t)) + (1 - Math.cos(t) - Math.sin(t)) / 2;

  it.each([
    ["euler", 1],
    ["exponential_euler", 1],
    ["heun", 2],
    ["rk2", 2],
    ["rk4", 4],
  ])("%s has order %d", (method, expected) => {
    for (const [variable, exact] of [
      ["x", x(T)],
      ["y", Math.exp(integral(T))],
    ] as const) {
      const errors = [64, 128, 256].map((count) => {
        const end = steps(model, method, { x: 1, y: 1 }, T / count, count);
        return Math.abs(end[variable] - exact);
      });
      expect(order(errors)).toBeGreaterThan(expected - 0.15);
      expect(order(errors)).toBeLessThan(expected + 0.35);
    }
  });

  it("exponential_euler is exact for what it holds still", () => {
    const decay = checkModel({
      equations: "dv/dt = (E - v)/tau : 1",
      parameters: { E: 3, tau: ms(1) },
    });
    // forward Euler would explode with so large a step
    expect(steps(decay, "exponential_euler", { v: 0 }, 0.01, 1).v).toBeCloseTo(
      3 * (1 - Math.exp(-10)),
      12,
    );
  });
});

describe("noise", () => {
  const T = 1;
  const paths = 400;
  const finest = 512;

  /** Mean absolute difference at T from the exact solution of each path. */
  function strongErrors(text: string, method: string, exact: (W: number) => number): number[] {
    const model = checkModel({ equations: text, parameters: { tau: seconds(1) } });
    return [64, 128, 256].map((count) => {
      let sum = 0;
      for (let path = 0; path < paths; path++) {
        const stream = new DefaultStream(path, "convergence");
        const increments = Array.from(
          { length: finest },
          () => stream.normal() * Math.sqrt(T / finest),
        );
        const group = finest / count;
        const dt = T / count;
        const deviate = (step: number): number => {
          let W = 0;
          for (let i = 0; i < group; i++) W += increments[step * group + i];
          return W / Math.sqrt(dt);
        };
        const end = steps(model, method, { x: 1, y: 0 }, dt, count, deviate);
        sum += Math.abs(end.x - exact(increments.reduce((a, b) => a + b, 0)));
      }
      return sum / paths;
    });
  }

  it("euler follows Ito with strong order 1/2", () => {
    const errors = strongErrors("dx/dt = 0.5*x/tau + 0.7*x*xi/tau**0.5 : 1", "euler", (W) =>
      Math.exp((0.5 - 0.245) * T + 0.7 * W),
    );
    const observed = Math.log2(errors[0] / errors[2]) / 2;
    expect(observed).toBeGreaterThan(0.35);
    expect(observed).toBeLessThan(0.7);
  });

  it("heun follows Stratonovich with strong order 1", () => {
    const errors = strongErrors("dx/dt = 0.5*x/tau + 0.7*x*xi/tau**0.5 : 1", "heun", (W) =>
      Math.exp(0.5 * T + 0.7 * W),
    );
    const observed = Math.log2(errors[0] / errors[2]) / 2;
    expect(observed).toBeGreaterThan(0.8);
    expect(observed).toBeLessThan(1.3);
  });

  it("milstein follows Ito with strong order 1, path by path", () => {
    const errors = strongErrors("dx/dt = 0.5*x/tau + 0.7*x*xi/tau**0.5 : 1", "milstein", (W) =>
      Math.exp((0.5 - 0.245) * T + 0.7 * W),
    );
    const observed = Math.log2(errors[0] / errors[2]) / 2;
    expect(observed).toBeGreaterThan(0.85);
    expect(observed).toBeLessThan(1.25);
  });

  it("milstein has it too where amplitudes read other variables and subexpressions", () => {
    // y = W, and x = exp(-y^2/2) in the sense of Ito: dx = -x y dW + x (y^2 - 1)/2 dt
    const errors = strongErrors(
      "dx/dt = 0.5*x*(y**2 - 1)/tau - g*xi/tau**0.5 : 1\ng = x*y : 1\ndy/dt = xi/tau**0.5 : 1",
      "milstein",
      (W) => Math.exp(-(W * W) / 2),
    );
    const observed = Math.log2(errors[0] / errors[2]) / 2;
    expect(observed).toBeGreaterThan(0.8);
    expect(observed).toBeLessThan(1.35);
  });

  it("milstein is euler where the noise is additive", () => {
    const additive = checkModel({ equations: "dx/dt = (-x + 3*xi*ms**0.5)/ms : 1" });
    expect(printCode(integrate(additive, "milstein"))).toBe(
      printCode(integrate(additive, "euler")),
    );
  });

  it("gives the Ornstein-Uhlenbeck process its mean and variance", () => {
    const model = checkModel({
      equations: "dx/dt = -x/tau + sigma*(2/tau)**0.5*xi : volt",
      parameters: { tau: ms(10), sigma: mV(2) },
    });
    const stream = new DefaultStream(1, "ornstein");
    const samples: number[] = [];
    const values: Record<string, number> = { x: 0 };
    for (let k = 0; k < 4000; k++) {
      Object.assign(
        values,
        steps(model, "euler", { x: values.x }, 1e-4, 100, () => stream.normal()),
      );
      samples.push(values.x);
    }
    const mean = samples.reduce((a, b) => a + b, 0) / samples.length;
    const variance = samples.reduce((a, b) => a + (b - mean) ** 2, 0) / samples.length;
    // samples are tau apart: their autocorrelation 1/e widens the error of the mean
    expect(Math.abs(mean)).toBeLessThan((5 * 2e-3 * 1.5) / Math.sqrt(4000));
    expect(Math.abs(Math.sqrt(variance) / 2e-3 - 1)).toBeLessThan(0.06);
  });
});

describe("exact integration", () => {
  const [tau_m, tau_s, C] = [0.02, 0.002, 250e-12];
  const model = checkModel({
    equations: `dv/dt = -v/tau_m + I/C : volt
                dI/dt = h - I/tau_s : amp
                dh/dt = -h/tau_s : amp/second
                drift : amp`,
    parameters: { tau_m: ms(20), tau_s: ms(2), C: pF(250) },
  });

  it("is the closed-form propagator of alpha currents, to 1e-12", () => {
    const dt = 2 ** -3 * 1e-3;
    const constants = propagatorsOf(model, "exact", dt);
    const es = Math.exp(-dt / tau_s);
    const em = Math.exp(-dt / tau_m);
    const b = 1 / tau_s - 1 / tau_m;
    const closed: Record<string, number> = {
      "v'from v": em,
      "v'from I": (em - es) / b / C,
      "v'from h": ((em - es) / b - dt * es) / b / C,
      "I'from I": es,
      "I'from h": dt * es,
      "h'from h": es,
    };
    for (const [name, value] of Object.entries(closed))
      expect(Math.abs((constants.get(name) as number) / value - 1)).toBeLessThan(1e-12);
    expect(constants.size).toBe(6);
  });

  it("takes as many steps as one likes without error", () => {
    const initial = { v: 0.003, I: 1e-10, h: 2e-6, drift: 0 };
    const [one, many] = [
      steps(model, "exact", initial, 0.01, 1),
      steps(model, "exact", initial, 1e-5, 1000),
    ];
    expect(many.v / one.v).toBeCloseTo(1, 12);
  });

  it("agrees with the series of the exponential for stiff and large matrices", () => {
    const rotation = matrixExponential([
      [0, -10],
      [10, 0],
    ]);
    expect(rotation[0][0]).toBeCloseTo(Math.cos(10), 12);
    expect(rotation[1][0]).toBeCloseTo(Math.sin(10), 12);
    const stiff = matrixExponential([
      [-1000, 1],
      [0, -0.001],
    ]);
    expect(stiff[1][1]).toBeCloseTo(Math.exp(-0.001), 14);
    expect(stiff[0][1] / (Math.exp(-0.001) / 999.999)).toBeCloseTo(1, 11);
  });
});

describe("methods that do not fit", () => {
  const refuse = (model: ModelText, method: string) => () => integrate(checkModel(model), method);
  it("say why, and which would", () => {
    const noisy = { equations: "dx/dt = -x/(1*ms) + xi/ms**0.5 : 1" };
    expect(refuse(noisy, "rk4")).toThrow(
      "invalid method: rk4; the equations have noise (xi); euler, heun or milstein would do",
    );
    for (const method of INTEGRATOR_NAMES)
      if (["euler", "heun", "milstein"].includes(method))
        expect(refuse(noisy, method)).not.toThrow();
      else
        expect(refuse(noisy, method)).toThrow("have noise (xi); euler, heun or milstein would do");
    const jumping = { equations: "dx/dt = -x/ms + floor(x)*xi/ms**0.5 : 1" };
    expect(refuse(jumping, "milstein")).toThrow(
      "the amplitude of the noise in dx/dt has no derivative with respect to x; euler or heun would do",
    );
    expect(refuse({ equations: "dx/dt = x**2/ms : 1" }, "exponential_euler")).toThrow(
      "dx/dt is not linear in x; euler, heun, rk2 or rk4 would do",
    );
    expect(refuse({ equations: "dx/dt = sin(x)/ms : 1" }, "exact")).toThrow(
      "dx/dt is not linear in x",
    );
    expect(refuse({ equations: "dx/dt = -x*q/ms : 1\nq : 1" }, "exact")).toThrow(
      "in dx/dt the coefficient -1 * q / 0.001 is not constant: it reads q",
    );
    expect(refuse({ equations: "dx/dt = t/ms**2 : 1" }, "exact")).toThrow("dx/dt depends on t");
    expect(refuse({ equations: "dx/dt = -x/ms : 1" }, "eular")).toThrow(
      'unknown method: eular; expected one of euler, heun, milstein, rk2, rk4, rkf45, exponential_euler, exact; did you mean "euler"?',
    );
    expect(refuse({ equations: "dx/dt = exp(xi*ms**0.5)/ms : 1" }, "euler")).toThrow(
      "invalid noise: dx/dt is not of the form f + g * xi",
    );
  });
});
