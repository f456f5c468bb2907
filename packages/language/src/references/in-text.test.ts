import { describe, expect, it } from "vitest";
import { resourceKey } from "../names/names.ts";
import { referencesInText } from "./in-text.ts";

const found = (text: string) =>
  referencesInText(text).map(({ target, field }) => `${resourceKey(target)} ${field.text}`);

describe("referencesInText", () => {
  it.each([
    ["${p/t/n.outputs.x}", ["p/t/n outputs.x"]],
    ["${p/a/b_c/d-e/n.outputs.x}", ["p/a/b_c/d-e/n outputs.x"]],
    ["${p/t/a.b.outputs.config.x}", ["p/t/a.b outputs.config.x"]],
    ["${p/t/n.config.data..dockerconfigjson}", ["p/t/n config.data..dockerconfigjson"]],
    ["pre ${p/t/n.config.size} and ${q/t/n.outputs.a.b}", ["p/t/n config.size", "q/t/n outputs.a.b"]],
    ["${a ${p/t/n.outputs.x} b}", ["p/t/n outputs.x"]],
    ["${HOME}${p/t/n.outputs.x}$${no}", ["p/t/n outputs.x"]],
  ])("reads %s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    "${HOME}",
    "${}",
    "${p/t/n}",
    "${p/n.outputs.x}",
    "${p/t/n.outputs.x",
    "${p/t/n.outputs.a/b}",
    "$${p/t/n.outputs.x}",
    "${VAR:-/etc/app/my.config.json}",
    "${P/t/n.outputs.x}",
  ])("treats %s as text", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("says where they are", () => {
    const text = "a ${p/t/n.outputs.x} b";
    const [reference] = referencesInText(text);
    expect(text.slice(reference?.start, reference?.end)).toBe("${p/t/n.outputs.x}");
  });

  it("survives texts made to be slow", () => {
    for (const text of ["${".repeat(200_000), "${a/b/".repeat(50_000), "$".repeat(500_000)]) {
      expect(referencesInText(text)).toEqual([]);
    }
  });
});
