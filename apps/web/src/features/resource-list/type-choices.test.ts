import { describe, expect, it } from "vitest";
import { typeChoices } from "./type-choices.ts";

const DEPLOYED = [
  { provider: "postgres", resource: "role" },
  { provider: "postgres", resource: "database" },
];
const NOTHING = { provider: null, type: null };

describe("typeChoices", () => {
  it("offers what is deployed before anything is counted", () => {
    expect(typeChoices(DEPLOYED, undefined, NOTHING)).toEqual({
      providers: [{ name: "postgres", count: undefined }],
      types: [
        { provider: "postgres", resource: "database", count: undefined },
        { provider: "postgres", resource: "role", count: undefined },
      ],
    });
  });

  it("counts types and providers, and offers those that only resources have", () => {
    const by_type = { "postgres/role": 2, "gone/odd/thing": 3, "postgres/database": 1 };
    const { providers, types } = typeChoices(DEPLOYED, { by_type }, NOTHING);
    expect(providers).toEqual([
      { name: "gone", count: 3 },
      { name: "postgres", count: 3 },
    ]);
    expect(types[0]).toEqual({ provider: "gone", resource: "odd/thing", count: 3 });
  });

  it("offers the types of the chosen provider, and what a link names though nothing has it", () => {
    const { providers, types } = typeChoices(DEPLOYED, { by_type: {} }, { provider: "other", type: "thing" });
    expect(providers.map(({ name }) => name)).toEqual(["other", "postgres"]);
    expect(types).toEqual([{ provider: "other", resource: "thing", count: 0 }]);
    expect(typeChoices([], undefined, { provider: "other", type: null }).providers).toHaveLength(1);
  });
});
