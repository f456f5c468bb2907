import { describe, expect, it } from "vitest";
import { planWords } from "./plan-words.ts";
import type { DeletionPlan, PlannedResource } from "./resource-types.ts";

const one = { id: "resource:p_t_n", key: "p/t/n" } as PlannedResource;
const plan = (more: Partial<DeletionPlan>): DeletionPlan => ({
  under_way: false,
  members: [one],
  member_count: 1,
  detached: [],
  waits_for: [],
  held_up_by: [],
  obstacles: [],
  ...more,
});

describe("planWords", () => {
  it.each<[Partial<DeletionPlan>, string]>([
    [{}, "Only this resource will be deleted."],
    [{ member_count: 2 }, "This resource and 1 other will be deleted."],
    [{ member_count: 1201 }, "This resource and 1,200 others will be deleted."],
    [{ detached: [one] }, "Only this resource will be deleted. 1 resource keeps the values taken from it."],
    [{ waits_for: [one] }, "Only this resource will be deleted. It waits for 1 update under way."],
    [
      { detached: [one], waits_for: [one, one] },
      "Only this resource will be deleted. 1 resource keeps the values taken from it. It waits for 2 updates under way.",
    ],
    [{ under_way: true }, "It is being deleted."],
    [
      { obstacles: [{ code: "has_dependents", message: "", facts: { dependents: ["a", "b"] } }] },
      "Refused: 2 resources depend on it.",
    ],
    [
      { held_up_by: ["b"], obstacles: [{ code: "has_dependents", message: "", facts: { dependents: ["a", "b"] } }] },
      "Refused: 1 resource depends on it; 1 resource still runs with it.",
    ],
    [
      { held_up_by: ["b"], obstacles: [{ code: "has_dependents", message: "", facts: { dependents: ["b"] } }] },
      "Refused: 1 resource still runs with it.",
    ],
    [
      {
        obstacles: [
          { code: "deletion_protected", message: "", facts: { protected: ["a"] } },
          { code: "not_deletable", message: "x is processing", facts: {} },
        ],
      },
      "Refused: 1 resource is protected; x is processing.",
    ],
  ])("%#", (more, words) => {
    expect(planWords(plan(more))).toBe(words);
  });
});
