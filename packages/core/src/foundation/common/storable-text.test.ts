import { expect, it } from "vitest";
import { storableJson, storableText } from "./storable-text.ts";

it("fixes only what PostgreSQL cannot store", () => {
  expect(storableText("a\0b\ud800c\u{1f600}")).toBe("a\ufffdb\ufffdc\u{1f600}");
  const value = { "k\0": ["\udc00", { "x\ud800": 1 }], plain: "\\u0000 \\ud800", n: null };
  expect(JSON.parse(storableJson(value))).toEqual({
    "k\ufffd": ["\ufffd", { "x\ufffd": 1 }],
    plain: "\\u0000 \\ud800",
    n: null,
  });
});
