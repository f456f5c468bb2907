import { expect, test } from "vitest";
import { valueAt } from "./scope.ts";
import { mentions, renderJson, renderPath, renderText } from "./template.ts";

const scope = {
  id: "a/b c",
  name: "main",
  values: { n: 1, flag: false, list: [1, { x: "y" }], "dotted.key": "d", none: null },
};

test.each([
  ["{{name}}-{{ values.n }}-{{values.flag}}", "main-1-false"],
  ["\\{{name}} {{name}}", "{{name}} main"],
  ["{{#each}} {{ 1 + 1 }} {{}} {{{ ${HOME} }}", "{{#each}} {{ 1 + 1 }} {{}} {{{ ${HOME} }}"],
  ["{{values.list.1.x}} {{values.dotted.key}}", "y d"],
])("%s", (template, text) => {
  expect(renderText(template, scope, "t")).toBe(text);
});

test.each([
  ["{{nothing}}", /^t: \{\{nothing\}\} has no value\. Templates can name id, name, values$/],
  ["{{constructor}}", /has no value/],
  ["{{values.list}}", /is an array/],
  ["{{values.none}}", /is null/],
])("%s is refused", (template, message) => {
  expect(() => renderText(template, scope, "t")).toThrow(message);
});

test("in JSON a placeholder alone keeps its type", () => {
  const rendered = renderJson(
    { a: "{{values.list}}", b: ["{{values.n}}", "n={{values.n}}"], c: null, d: 5 },
    scope,
    "t",
  );
  expect(rendered).toEqual({ a: [1, { x: "y" }], b: [1, "n=1"], c: null, d: 5 });
  expect(renderJson("\\{{name}}", scope, "t")).toBe("{{name}}");
  expect(() => renderJson({ a: [{ b: "{{no}}" }] }, scope, "body")).toThrow(/^body\.a\.0\.b: /);
});

test("in paths values are encoded, and cannot lead elsewhere", () => {
  expect(renderPath("/x/{{id}}/{{values.n}}", scope, "t")).toBe("/x/a%2Fb%20c/1");
  expect(renderPath("/x/{{+id}}", scope, "t")).toBe("/x/a/b%20c");
  for (const id of ["", ".", ".."]) expect(() => renderPath("/x/{{id}}", { id }, "t")).toThrow(/the path another one/);
  expect(() => renderPath("/x/{{+id}}", { id: "a/../../b" }, "t")).toThrow(/the path another one/);
  expect(renderPath("/x/{{id}}", { id: "%2e%2e" }, "t")).toBe("/x/%252e%252e");
});

test("a name with a dot goes before a path", () => {
  expect(valueAt({ "a.b": 1, a: { b: 2 } }, "a.b")).toBe(1);
});

test("what a template mentions", () => {
  expect(mentions({ path: "/{{ id }}" }, "id")).toBe(true);
  expect(mentions({ path: "/{{idea}}", body: ["\\{{id}}", "id"] }, "id")).toBe(false);
  expect(mentions({ body: "{{outputs.x}}" }, "outputs")).toBe(true);
});
