import { expect, it } from "vitest";
import { refusedWords, retriedWords } from "./retried-words.ts";

it("says how many were retried, and how many are left", () => {
  expect(retriedWords({ retried: 2, refused: [], left: 0 })).toBe("2 retried.");
  expect(retriedWords({ retried: 0, refused: [], left: 0 })).toBe("There was nothing to retry.");
  expect(retriedWords({ retried: 1000, refused: [], left: 7 })).toBe(
    "1,000 retried. 7 more have failed: retry again for those.",
  );
});

it("says why some were not, by the first of them", () => {
  const one = { key: "http/check/a", message: "It is being deleted" };
  expect(refusedWords({ retried: 2, refused: [], left: 0 })).toBeNull();
  expect(refusedWords({ retried: 2, refused: [one], left: 0 })).toBe(
    "1 was not retried. http/check/a: It is being deleted",
  );
  const many = Array.from({ length: 1200 }, () => one);
  expect(refusedWords({ retried: 0, refused: many, left: 0 })).toBe(
    "1,200 were not retried. The first is http/check/a: It is being deleted",
  );
});
