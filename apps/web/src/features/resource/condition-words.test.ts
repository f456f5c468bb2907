import { expect, it } from "vitest";
import { conditionWords } from "./condition-words.ts";

it.each([
  ["Ready", "True", "Ready", "Ready"],
  ["Ready", "False", "Failed", "Not ready: failed"],
  ["Ready", "False", "Retrying", "Not ready: retrying automatically"],
  ["DependenciesReady", "True", "AllReady", "Dependencies ready"],
  ["DependenciesReady", "False", "TypeUnknown", "No provider serves the type of a dependency"],
  ["Deleting", "True", "Deleting", "Being deleted"],
  ["Stale", "True", "InputChanged", "May be out of date: an input may have changed"],
  ["Ready", "Unknown", "FromTheFuture", "Ready: Unknown, FromTheFuture"],
] as const)("%s %s %s is %s", (type, status, reason, words) => {
  expect(conditionWords({ type, status, reason })).toBe(words);
});
