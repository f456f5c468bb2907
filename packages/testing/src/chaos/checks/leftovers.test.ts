import { expect, it } from "vitest";
import { makeFacts } from "../make-facts.ts";
import { leftovers } from "./leftovers.ts";

it("accepts an empty result, and names each kind of leftover", () => {
  const { leftovers: none } = makeFacts();
  expect(leftovers.run(makeFacts())).toEqual([]);
  for (const kind of Object.keys(none)) {
    const facts = makeFacts({ leftovers: { ...none, [kind]: ["the left one"] } });
    expect(leftovers.run(facts)).toMatchObject([{ message: expect.stringContaining("the left one") }]);
  }
});
