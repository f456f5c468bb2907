import { expect, it } from "vitest";
import { jsonOf, Mark, PlannedObject } from "./mark.ts";

const text = (value: Parameters<typeof jsonOf>[0]) => jsonOf(value, ({ kind }) => kind);

it("writes what JSON.stringify never would", () => {
  const twice = new PlannedObject([
    ["__proto__", 1],
    ["__proto__", [new Mark("canary", 0)]],
  ]);
  expect(text(twice)).toBe('{"__proto__":1,"__proto__":["canary"]}');
  expect(text(new Mark("huge-number", 3))).toBe("999e3");
  expect(text("\ud800")).toBe('"\\ud800"');
});

it("writes large values out", () => {
  expect(text(new Mark("deep", 3))).toBe("[[[]]]");
  expect(JSON.parse(text(new Mark("wide", 3)))).toEqual({ k0: 0, k1: 1, k2: 2 });
  expect(text(new Mark("long", 4))).toBe('"xxxx"');
});
