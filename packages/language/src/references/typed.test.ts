import { describe, expect, it } from "vitest";
import { readTyped, typedText } from "./typed.ts";

const target = { provider: "pragma", resource: "config", name: "app" };
const field = { root: "outputs", keys: ["url"], text: "outputs.url" };

describe("what is typed where a reference is asked for", () => {
  it.each([
    ["pragma/config/app.outputs.url", { target, field }],
    [" ${pragma/config/app.outputs.url} ", { target, field }],
    ["${pragma/config/app.outputs.url", { target, field }],
    ["pragma/config/app", { target, field: null }],
    ["pragma/config/a.b", { target: { ...target, name: "a.b" }, field: null }],
    ["pragma/config/app.config.data", { target, field: { root: "config", keys: ["data"], text: "config.data" } }],
    [
      "a/b/c.outputs.x.outputs.y",
      {
        target: { provider: "a", resource: "b", name: "c" },
        field: { root: "outputs", keys: ["x", "outputs", "y"], text: "outputs.x.outputs.y" },
      },
    ],
  ])("%s is a reference", (text, expected) => {
    expect(readTyped(text)).toEqual(expected);
  });

  it.each([
    "",
    "app",
    "pragma/config",
    "pragma/config/app.outputs",
    "pragma/config/app.outputs.",
    "Two words/a/b",
    "A/b/c",
    "${pragma/config/app.outputs.url}:8080",
    "pragma/config/app.outputs.url}",
    "${pragma/config/app.outputs.url}}",
  ])("%j is none", (text) => {
    expect(readTyped(text)).toBeNull();
  });
});

it.each([
  [" pragma/config/a ", "pragma/config/a"],
  ["${pragma/config/a", "pragma/config/a"],
  [" ${pragma/config/a.outputs.b}", "pragma/config/a.outputs.b"],
  ["a}", "a}"],
])("of %j what was typed is %j", (text, typed) => {
  expect(typedText(text)).toBe(typed);
});
