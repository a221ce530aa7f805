import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { checkModel, print } from "../../src/equations/index.js";
import { population, synapses } from "../../src/network/index.js";
import { ms } from "../../src/units/index.js";

const derivative = (equations: string): string => {
  const [{ derivative: tree }] = checkModel({ equations, parameters: { tau: ms(10) } }).states;
  return tree ? print(tree) : "";
};

describe("equations over several lines", () => {
  const plain = derivative("dv/dt = (1 - v + 2)/tau : 1");

  it.each([
    ["an operator at a line's end", "dv/dt = (1 - v +\n2)/tau : 1"],
    ["an indented line that goes on", "dv/dt = (1\n   - v + 2)\n   /tau : 1"],
    ["an operator at a line's beginning", "dv/dt = (1 - v + 2)\n/tau : 1"],
    ["the unit on a line of its own", "dv/dt = (1 - v + 2)/tau\n   : 1"],
    ["comments of both kinds", "dv/dt = (1 - v # one\n + 2)/tau // two (2)\n : 1 # three"],
    ["line ends of Windows", "dv/dt = (1 - v +\r\n 2)/tau : 1\r\n"],
    ["a comment that holds an equation", "# dv/dt = 3 : 1\ndv/dt = (1 - v + 2)/tau : 1"],
  ])("are one: %s", (_, text) => {
    expect(derivative(text)).toBe(plain);
  });

  it("are as many as there are units", () => {
    const { states, subexpressions } = checkModel({
      equations: "dv/dt = (a -\n v)/tau : 1\na = 1\n + b : 1 // c : 1\nb : 1",
      parameters: { tau: ms(10) },
    });
    expect(states.map(({ name }) => name)).toEqual(["v", "b"]);
    expect(subexpressions.map(({ target }) => target)).toEqual(["a"]);
  });

  it("may stand in statements, too", () => {
    const { reset, update } = checkModel({
      equations: "v : 1\nw : 1",
      update: "v = v\n   + 1\nw = 2 // after\n w += v",
      threshold: "v >\n 3 and\n w < 2",
      reset: "v = 0 # here\nw = w +\n1",
    });
    expect(update.map(({ target }) => target)).toEqual(["v", "w", "w"]);
    expect(reset.map(({ expression }) => print(expression))).toEqual(["0", "w + 1"]);
  });
});

describe("what is wrong with a text", () => {
  const refuses = (equations: string, ...messages: string[]): void => {
    const make = (): unknown => population("p", { N: 1, equations, parameters: { tau: ms(10) } });
    expect(make).toThrow(UserError);
    for (const message of messages) expect(make).toThrow(message);
  };

  it.each<[string, string]>([
    ["dv/dt = -(v/tau : 1", 'missing ")": this "(" is never closed'],
    ["dv/dt = -v)/tau : 1", 'a ")" without its "("'],
    ["dv/dt = -v/tau", 'missing unit; expected " : unit" at the end, like " : volt" or " : 1"'],
    ["dv/dt = -v/tau\nw : 1", "missing unit"],
    ["dv/dt = -v/ : 1", 'something is missing after "/"'],
    ["dv/dt = 3 v/tau : 1", 'an operator is missing before "v"'],
    ["dv/dt = v v/tau : 1", 'an operator is missing before "v"'],
    ["dv/dt = (v && 1)/tau : 1", 'expected "and" instead of "&&"'],
    ["dv/dt = v[0]/tau : 1", "there are no lists in model text"],
    ["dv/dt = 🙂/tau : 1", '"🙂" is not understood here'],
    [
      "dv/dt = rand()/tau : 1",
      "noise in equations is xi; statements (reset, onPre, ...) and values draw by rand()",
    ],
    ["dv/dt = randn()/tau : 1", "statements (reset, onPre, ...) and values draw by randn()"],
    ["dv/dt = poisson(3)/tau : 1", "Poisson input is a source: poisson(name, N, rates)"],
    ["dv/dt = ex(v)/tau : 1", "unknown function: ex"],
    ["dv/dt = exp(v, 1)/tau : 1", "invalid arguments of exp: 2 given, expected 1"],
    ["dv/dt = -v/tau : vollt", 'did you mean "volt"?'],
  ])("is said in words: %s", (text, message) => {
    refuses(text, message);
    // never as a list of the grammar's tokens
    expect(() => population("p", { N: 1, equations: text })).not.toThrow(/\[a-zA-Z\]|end of input/);
  });

  it("is shown where it is, also in a long text", () => {
    refuses("v : 1\n\ndw/dt = w*u/tau : 1", "unknown name: u", "3 | dw/dt = w*u/tau : 1\n");
    expect(() => population("p", { N: 1, equations: "v : 1", threshold: "v > w" })).toThrow(
      "1 | v > w\n        ^",
    );
  });

  it("is said of synapses where they are written", () => {
    const own = population("own", { N: 2, equations: "v : 1" });
    const write = (onPre: string) => () =>
      synapses("s", { from: own, to: own, connection: { rule: "allToAll" }, onPre });
    expect(write("v += w")).toThrow("unknown name: w");
    expect(write("v += ")).toThrow(/^invalid statements: something is missing after "="/);
    expect(write("v")).toThrow(/^invalid statements/);
    expect(write("u += 1")).toThrow("unknown target: u; expected a state variable: v");
    expect(write("v += rand(2)")).toThrow("invalid arguments of rand: 1 given, expected none");
  });

  it("is said where // could be either", () => {
    const reset = "v = v // 2";
    const make = (): unknown =>
      population("p", { N: 1, equations: "v : 1", threshold: "v > 1", reset });
    expect(make).toThrow('ambiguous "//": write (a // b) or floor(a/b)');
    expect(derivative("dv/dt = (7 // 2)/tau : 1")).toBe("floor(7 / 2) / tau");
  });
});
