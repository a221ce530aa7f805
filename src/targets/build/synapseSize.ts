import type { Field, Program, SynapsesDomain } from "../../program/index.js";

/** Neurons of a population that indices of 16 bits can tell apart. */
export const MOST_NARROW = 2 ** 16;

/** Whether the targets of synapses are so few that their indices have 16 bits. */
export const isNarrow = (
  { domains }: Pick<Program, "domains">,
  { target, to }: SynapsesDomain,
): boolean =>
  !to.synapses &&
  domains.some(
    (item) => item.kind !== "synapses" && item.name === target && item.size <= MOST_NARROW,
  );

/** Bytes of a synapse's target. */
export const targetBytes = (narrow: boolean): number => (narrow ? 2 : 4);

/** Bytes of a synapse's value of a field. */
export const valueBytes = ({ isSingle }: Pick<Field, "isSingle">): number => (isSingle ? 4 : 8);

/** Bytes that a synapse takes in a kernel's memory. */
export const synapseBytes = (narrow: boolean, fields: readonly Pick<Field, "isSingle">[]): number =>
  fields.reduce((sum, field) => sum + valueBytes(field), targetBytes(narrow));
