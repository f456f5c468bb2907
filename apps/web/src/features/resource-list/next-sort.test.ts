import { expect, it } from "vitest";
import { nextSort } from "./next-sort.ts";

it("turns the order round, and begins another with what is looked for", () => {
  expect(nextSort("name", "name")).toBe("-name");
  expect(nextSort("-name", "name")).toBe("name");
  expect(nextSort("-name", "state")).toBe("state");
  expect(nextSort("name", "updated")).toBe("-updated");
  expect(nextSort("-updated", "updated")).toBe("updated");
});
