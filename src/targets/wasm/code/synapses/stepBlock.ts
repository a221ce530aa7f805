import { type Expression, mapOperands, name, namesIn } from "../../../../equations/index.js";
import {
  type Block,
  expressionOf,
  type Field,
  MOMENTS,
  ownerDomain,
  type Program,
  resolved,
  type Statement,
  withExpression,
} from "../../../../program/index.js";
import { constant, type FunctionWriter, type Value } from "../../assembler/index.js";
import { SPIKING, SYNAPSES } from "../../records.js";
import { type BlockFunction, blockFunction } from "../blockFunction.js";
import { leaveOtherSteps } from "../moment.js";
import { type BlockScope, type Elements, indexValue } from "../scope/scope.js";
import { sourceOffset } from "./delivery.js";
import type { Pathway } from "./pathway.js";
import { targetAt } from "./targets.js";

/**
 * What all synapses of a kind do in a step: by source, delay, and as they were made. A sum over synapses
 * becomes a variable of the target: all of the slice begin with 0, then each synapse adds its part. What is of the
 * source alone is computed once for all synapses of a row.
 */
export function stepFunction(program: Program, block: Block, pathway: Pathway): BlockFunction {
  if (isByItself(block)) return alongFunction(program, block, pathway);
  const { domain, readsSource } = pathway;
  const sum = block.statements.find((statement) => statement.kind === "sum");
  // synapses stand in an order of their own, which rows of them do not have
  const hasRowSource = readsSource && !domain.from.synapses;
  const { ofSource, rest } = hasRowSource
    ? bySource(block.statements, (text) => fieldOf(program, block, text))
    : { ofSource: [], rest: block.statements };
  const isPaired = sum !== undefined && !domain.from.synapses && canPair(rest, program, block);
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    leaveOtherSteps(f, block, base, step, slots);
    const scope = makeScope(isPaired ? "f64x2" : "f64");
    const entry = (offset: number) => scope.recordEntry(domain.name, offset);
    const sums =
      sum &&
      scope.address({ kind: "field", domain: domain.target, name: resolved(sum.target).name });
    const offsets = entry(SYNAPSES.offsets);
    const sourceCount = entry(SYNAPSES.sourceCount);
    if (sums) {
      const begin = f.keep(sums.add(entry(SYNAPSES.sumsFrom)));
      f.for(begin, f.keep(sums.add(entry(SYNAPSES.sumsTo))), 8, (at) =>
        f.store(at, constant(0, "f64")),
      );
    }
    const row = f.variable(offsets);
    f.for(0, sourceCount, 1, (index) => {
      f.for(0, entry(SYNAPSES.delayCount), 1, () => {
        const first = f.keep(f.load("i32", row));
        const end = f.keep(f.load("i32", row, 4));
        f.if(first.lt(end), () => {
          const source = hasRowSource ? sourceOffset(f, scope, domain, index) : undefined;
          const context = { f, scope, pathway, statements: rest, sums };
          scope.shareNothing();
          scope.begin();
          scope.carryOut(ofSource, rowElements(f, source, isPaired));
          scope.share();
          if (isPaired) inPairs(context, source, first, end);
          else oneByOne(context, source, first, end);
        });
        row.set(row.add(4));
      });
    });
  });
}

/** What the statements of a row need. */
interface RowContext {
  f: FunctionWriter;
  scope: BlockScope;
  pathway: Pathway;
  statements: readonly Statement[];
  sums: Value | undefined;
}

/** The source of a row; of two synapses at once, it stands for both. */
const rowElements = (
  f: FunctionWriter,
  source: Value | undefined,
  isPaired: boolean,
): Elements => ({
  source,
  ...(source && {
    sourceIndex: () =>
      indexValue(f, source.shr(3), constant(0, "i32"), "f64").like(isPaired ? "f64x2" : "f64"),
  }),
});

function oneByOne(
  { f, scope, pathway, statements, sums }: RowContext,
  ofRow: Value | undefined,
  first: Value,
  end: Value,
): void {
  const { domain, readsSource } = pathway;
  const firstTarget = scope.recordEntry(domain.target, SPIKING.first);
  f.for(first, end, 1, (k) => {
    const target = targetAt(f, scope, pathway, k);
    const source =
      readsSource && domain.from.synapses
        ? f.keep(
            f.load("i32", scope.address({ kind: "sources", domain: domain.name }).add(k.shl(2))),
          )
        : ofRow;
    scope.begin();
    const elements = {
      own: f.keep(k.shl(3)),
      target,
      source,
      targetIndex: () => indexValue(f, target.shr(3), firstTarget, "f64"),
      sourceIndex: () => indexValue(f, (source as Value).shr(3), constant(0, "i32"), "f64"),
    };
    scope.carryOut(statements, elements, (statement, value) => {
      if (statement.kind !== "sum" || !sums) return;
      const at = f.keep(sums.add(target));
      f.store(at, f.load("f64", at).add(value(statement.expression)));
    });
    scope.store(elements);
  });
}

/** Two synapses at once; each adds its part after the one before it. */
function inPairs(
  { f, scope, pathway, statements, sums }: RowContext,
  source: Value | undefined,
  first: Value,
  end: Value,
): void {
  f.for(first, end, 2, (k) => {
    const target = targetAt(f, scope, pathway, k);
    const isTwo = f.keep(k.add(1).lt(end));
    // of an odd number, the last one stands for both
    const secondTarget = f.variable(target);
    f.if(isTwo, () => secondTarget.set(targetAt(f, scope, pathway, k.add(1))));
    scope.begin();
    const elements = {
      ...rowElements(f, source, true),
      own: f.keep(k.shl(3)),
      target,
      secondTarget,
    };
    scope.carryOut(statements, elements, (statement, value) => {
      if (statement.kind !== "sum" || !sums) return;
      const parts = f.keep(value(statement.expression));
      const add = (to: Value, lane: number): void => {
        const place = f.keep(sums.add(to));
        f.store(place, f.load("f64", place).add(parts.lane(lane)));
      };
      add(target, 0);
      f.if(isTwo, () => add(secondTarget, 1));
    });
  });
}

/** Whether statements only compute parts of a sum, of what two synapses can have side by side. */
function canPair(statements: readonly Statement[], program: Program, block: Block): boolean {
  return statements.every((item) => {
    if (item.kind !== "sum" && item.kind !== "set") return false;
    if (item.kind === "set" && fieldOf(program, block, item.target)) return false;
    return [...namesIn(item.expression)].every(
      (text) => resolved(text).name !== "i" || resolved(text).side === "source",
    );
  });
}

/** The field that a name is of; undefined of temporaries. */
const fieldOf = ({ fields, domains }: Program, { domain }: Block, text: string) => {
  const { name: bare, side } = resolved(text);
  const owner = ownerDomain(domains, domain, side);
  return fields.find((field) => field.domain === owner && field.name === bare);
};

/**
 * Takes out of statements what is of the source alone, which all synapses of a row have in common.
 * @param fieldNamed the field that a name is of; undefined of temporaries
 */
function bySource(
  statements: readonly Statement[],
  fieldNamed: (text: string) => Field | undefined,
): { ofSource: Statement[]; rest: readonly Statement[] } {
  const isKept = (text: string): boolean => fieldNamed(text) !== undefined;
  const assigned = statements.flatMap((item) => (item.kind === "set" ? [item.target] : []));
  const nothing = { ofSource: [], rest: statements };
  // what is assigned twice, or is the source's, has no one value
  if (new Set(assigned).size !== assigned.length) return nothing;
  if (assigned.some((text) => isKept(text) && resolved(text).side === "source")) return nothing;
  if (statements.some(({ kind }) => kind !== "set" && kind !== "sum")) return nothing;
  const common = new Set<string>();
  const isOfSource = (expression: Expression): boolean => {
    const names = [...namesIn(expression)];
    return (
      names.some((text) => common.has(text) || resolved(text).side === "source") &&
      names.every(
        (text) =>
          common.has(text) ||
          (resolved(text).side === "source" && !assigned.includes(text)) ||
          ["t", "dt"].includes(text) ||
          fieldNamed(text)?.shared === true,
      )
    );
  };
  const ofSource: Statement[] = [];
  const taken = (expression: Expression): Expression => {
    if (expression.kind === "name" || expression.kind === "number") return expression;
    if (!isOfSource(expression)) return mapOperands(expression, taken);
    const target = `'of source ${ofSource.length + 1}`;
    ofSource.push({ kind: "set", target, expression });
    common.add(target);
    return name(target);
  };
  const rest = statements.flatMap((item): Statement[] => {
    const expression = expressionOf(item) as Expression;
    if (item.kind === "set" && !isKept(item.target) && isOfSource(expression)) {
      ofSource.push(item);
      common.add(item.target);
      return [];
    }
    return [withExpression(item, taken(expression))];
  });
  return { ofSource, rest };
}

/** Whether each synapse goes on by itself: no neuron, no index. */
function isByItself({ statements }: Block): boolean {
  const names = statements.flatMap((item) =>
    item.kind === "set" ? [item.target, ...namesIn(item.expression)] : ["other@pre"],
  );
  return names.every((text) => {
    const { name: bare, side } = resolved(text);
    return side === "own" && !(MOMENTS.includes(bare) && !["t", "dt"].includes(bare));
  });
}

/** Two synapses at once, one after the other as they stand in memory. */
function alongFunction(program: Program, block: Block, { domain }: Pathway): BlockFunction {
  return blockFunction(block.name, program, block, ({ f, scope: makeScope, base, step, slots }) => {
    leaveOtherSteps(f, block, base, step, slots);
    const scope = makeScope("f64x2");
    const entry = (offset: number) => scope.recordEntry(domain.name, offset);
    const rows = f.keep(entry(SYNAPSES.delayCount).mul(entry(SYNAPSES.sourceCount)));
    const count = f.keep(f.load("i32", entry(SYNAPSES.offsets).add(rows.shl(2))));
    f.for(0, f.keep(count.shl(3)), 16, (o) => {
      scope.begin();
      scope.carryOut(block.statements, { own: o });
      scope.store({ own: o });
    });
  });
}
