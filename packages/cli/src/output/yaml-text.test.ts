import { expect, it } from "vitest";
import { parseYaml } from "../manifest/parse-yaml.ts";
import { yamlText } from "./yaml-text.ts";

it.each([" \n", "  \n\n", "\n\n \n", "a\n  \nb\n", `\n\n \n!\r\n${"x".repeat(80)}`, "\t\n", "<<", "last\n\n"])(
  "reads back %j",
  (text) => {
    const value = { alone: text, lists: [[text]], [text]: { below: text }, last: text };
    const { values, faults } = parseYaml("-", yamlText(value));
    expect(faults).toEqual([]);
    expect(values.map((found) => found.value)).toEqual([value]);
  },
);
