import { expect, it } from "vitest";
import type { ShownAction } from "../types.ts";
import { groupActions, keysById } from "./action-groups.ts";

const action = (id: string, wave: number, kind: ShownAction["action"] = "create"): ShownAction => ({
  id,
  resource: { id: `resource:${id}`, provider: "pragma", resource: "config", name: id },
  document: null,
  action: kind,
  because: { kind: "declared" },
  changes: [],
  issues: [],
  warnings: [],
  wave,
});

it("groups actions by wave, in order, and puts refusals first", () => {
  const groups = groupActions([action("c", 1), action("a", 0), action("x", 0, "refuse"), action("b", 0)]);
  expect(groups.map(({ title, actions }) => [title, actions.map(({ id }) => id)])).toEqual([
    ["Refused", ["x"]],
    ["Step 1", ["a", "b"]],
    ["Step 2", ["c"]],
  ]);
});

it("has no steps where there is one, and nothing for no actions", () => {
  expect(groupActions([action("a", 0)]).map(({ title }) => title)).toEqual(["Actions"]);
  expect(groupActions([])).toEqual([]);
});

it("knows the keys of those that are there", () => {
  expect([...keysById([action("a", 0)])]).toEqual([["resource:a", "pragma/config/a"]]);
});
