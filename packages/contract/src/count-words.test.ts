import { expect, it } from "vitest";
import { type ChangeCounts, NO_COUNTS } from "./change.ts";
import { actionSign, doesWords, toDoWords } from "./count-words.ts";

const counts = (some: Partial<ChangeCounts>): ChangeCounts => ({ ...NO_COUNTS, ...some });

it("names what a plan is to do, in one order", () => {
  const some = counts({ delete: 1, create: 1200, follow: 2, unchanged: 3, refuse: 1, stage: 1 });
  expect(toDoWords(some).join(", ")).toBe(
    "1,200 to create, 1 to save as draft, 1 to delete, 2 to follow, 1 refused, 3 unchanged",
  );
  expect(toDoWords({ uncompared: 2, unchanged: 1 })).toEqual(["2 to compare", "1 unchanged"]);
  expect(toDoWords(NO_COUNTS)).toEqual([]);
});

it("has a sign for each kind, and none of them for one that only a later release knows", () => {
  expect(["create", "update", "delete", "refuse", "invented"].map(actionSign)).toEqual(["+", "~", "-", "!", "?"]);
});

it("tells counts in no tense where it is not known whether they came true", () => {
  const some = counts({ delete: 1, create: 1200, follow: 2, uncompared: 1, checked: 4, unchanged: 3, refuse: 1 });
  expect(doesWords(some)).toBe(
    "create 1,200, delete 1, compare 1, 2 dependents follow, 1 refused, 4 checked, 3 unchanged",
  );
  expect(doesWords(counts({ follow: 1 }))).toBe("1 dependent follows");
  expect(doesWords(counts({}))).toBe("nothing to do");
});
