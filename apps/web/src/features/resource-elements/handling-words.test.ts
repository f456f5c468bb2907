import { handlingOf } from "@pragma/contract";
import { expect, it } from "vitest";
import { handlingWords } from "./handling-words.ts";

it.each([
  [null, []],
  [{ paused: true }, []],
  [{ mode: "observe" as const, on_delete: "keep" as const }, ["Only observed: never changed or deleted"]],
  [{ on_delete: "keep" as const, drift: "off" as const }, ["Deletion keeps the real thing", "Drift is not looked for"]],
  [{ ignore: ["size", "labels.*"] }, ["Ignored in its config: size, labels.*"]],
])("%j: %j", (given, words) => {
  expect(handlingWords(handlingOf(given))).toEqual(words);
});
