import { describe, expect, it } from "vitest";
import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "../../src/random/zigguratTables.js";
import { computeExponentialTables, computeNormalTables } from "../helpers/computeZigguratTables.js";

describe("ziggurat tables", () => {
  it.each([
    ["normal", NORMAL_TABLES, computeNormalTables],
    ["exponential", EXPONENTIAL_TABLES, computeExponentialTables],
  ])("are what 80 digits give: %s", (_, tables, compute) => {
    const computed = compute();
    expect(Array.from(tables.k)).toEqual(computed.k);
    expect(Array.from(tables.w)).toEqual(computed.w);
    expect(Array.from(tables.f)).toEqual(computed.f);
  });

  it("have the values that Julia's source has", () => {
    expect(NORMAL_TABLES.k[0]).toBe(0x7799ec012f7b2);
    expect(NORMAL_TABLES.k[2]).toBe(0x6045f4c7de363);
    expect(NORMAL_TABLES.k[3]).toBe(0x6d1aa7d5ec0a5);
    expect(NORMAL_TABLES.w[0]).toBe(1.736725412160263e-15);
    expect(NORMAL_TABLES.w[1]).toBe(9.558660351455634e-17);
  });
});
