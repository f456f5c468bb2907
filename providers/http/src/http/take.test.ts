import { expect, test } from "vitest";
import { take } from "./take.ts";

test("paths into answers", () => {
  const answer = { status: 200, headers: { location: "/x" }, text: '{"a":{"b.c":[{"d":0}]},"n":null}', cut: false };
  expect(take(answer, "a.b.c.0.d")).toBe(0);
  expect(take(answer, "n")).toBe(null);
  expect(take(answer, "a.x")).toBeUndefined();
  expect(take(answer, "header:Location")).toBe("/x");
  expect(take({ ...answer, text: " " }, "a")).toBeUndefined();
});
