import { MASK } from "@pragma/language";
import { expect, it } from "vitest";
import { renameKey } from "./rename-key.ts";

const stored = { A: MASK, B: MASK, plain: "text" };

it.each([
  ["a key of a plain value", { plain: "text" }, "plain", "A", { A: "text" }],
  ["a new secret", { B: "typed" }, "B", "A", { A: "typed" }],
  // The form says that there is no value, and the old name brings it back.
  ["a stored secret to a new key", { A: MASK, B: MASK }, "B", "C", { A: MASK, C: MASK }],
  ["it back", { A: MASK, C: MASK }, "C", "B", { A: MASK, B: MASK }],
  ["a stored secret to the key of another one, which is gone", { B: MASK }, "B", "A", { A: null }],
])("renames %s", (_, members, from, to, expected) => {
  const renamed = renameKey(members, from, to, stored);
  expect(Object.entries(renamed)).toEqual(Object.entries(expected));
});

it("asks for what is stored inside, too", () => {
  const user = { name: "x", password: MASK };
  expect(renameKey({ B: user }, "B", "A", { A: user, B: user })).toEqual({ A: { name: "x", password: null } });
});
