import { expect, it } from "vitest";
import { makeDeadLetter, makeFacts, makeResource } from "../make-facts.ts";
import { empty } from "./empty.ts";

it("finds anything left", () => {
  expect(empty.run(makeFacts())).toEqual([]);
  expect(empty.run(makeFacts({ resources: [makeResource()] }))).toHaveLength(1);
  expect(empty.run(makeFacts({ deadLetters: [makeDeadLetter()] }))).toHaveLength(1);
  const edge = { space: "org0", from: "a/b/c", to: "a/b/d", kind: "await" };
  expect(empty.run(makeFacts({ edges: [edge] }))).toHaveLength(1);
});
