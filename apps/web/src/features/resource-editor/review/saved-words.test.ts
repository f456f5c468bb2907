import { expect, it } from "vitest";
import { changesAnything, savedWords } from "./saved-words.ts";

const change = { path: "tags", before: null, after: ["a"] };

it.each([
  ["stage", [change], true, "Saved as a draft"],
  // An empty config has nothing that differs from none.
  ["stage", [], true, "Saved as a draft"],
  ["update", [change], true, "Saved"],
  ["update", [], false, "Nothing changed: no draft was saved"],
  ["create", [], false, "Nothing changed: no draft was saved"],
] as const)("an action %s with %j", (action, changes, does, words) => {
  expect(changesAnything([{ action, changes: [...changes] }])).toBe(does);
  expect(savedWords([{ action, changes: [...changes] }])).toBe(words);
});

it("no action at all is no draft, and a refusal is for the server to say", () => {
  expect(changesAnything([])).toBe(false);
  expect(savedWords([])).toBe("Nothing changed: no draft was saved");
  expect(changesAnything([{ action: "refuse", changes: [] }])).toBe(true);
});
