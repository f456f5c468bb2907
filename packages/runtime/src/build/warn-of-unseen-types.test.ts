import type { ProviderType } from "@pragma/contract/provider-protocol";
import { expect, test } from "vitest";
import { warnOfUnseenTypes } from "./warn-of-unseen-types.ts";

const ALWAYS: ProviderType["methods"] = ["create", "update", "delete"];

function warnings(type: Partial<ProviderType>): string[] {
  const thing = { description: null, tags: [], schema: {}, outputs_schema: {}, methods: ALWAYS, ...type };
  return warnOfUnseenTypes({ types: { thing } });
}

test.each<[string, Partial<ProviderType>]>([
  ["reads", { methods: [...ALWAYS, "read"] }],
  ["observes", { methods: [...ALWAYS, "observe"] }],
  ["has nothing real", { real: false }],
])("a type that %s is no warning", (_what, type) => {
  expect(warnings(type)).toEqual([]);
});

test.each<[string, Partial<ProviderType>]>([
  ["cannot look", { methods: [...ALWAYS, "health", "logs"] }],
  ["cannot look, though it is real", { real: true }],
])("a type that %s is a warning that names it", (_what, type) => {
  expect(warnings(type)).toEqual([expect.stringMatching(/^Warning: thing: it has neither read nor observe/)]);
});
