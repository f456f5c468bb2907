import { expect, test } from "vitest";
import { literal, render } from "./render.ts";

const values = { host: "db", ports: [1, 2], on: false, nested: { a: { b: "c" } }, empty: "" };

test.each([
  ["{{host}} {{ host }} {{nested.a.b}} {{ports.1}} {{on}} [{{empty}}]", "db db c 2 false []"],
  ["\\{{host}} \\\\{{host}}", "{{host}} \\{{host}}"],
  ["{{#if}} {{ .Values.x }} {{{ }}", "{{#if}} {{ .Values.x }} {{{ }}"],
  ["$& $1 {{host}}", "$& $1 db"],
])("%s", (template, text) => {
  expect(render(template, values)).toBe(text);
});

test("every fault is named once, and only own keys count", () => {
  expect(() => render("{{a}} {{b.c}} {{a}} {{nested}} {{constructor}} {{host.length}}", values)).toThrow(
    "template: {{a}} has no value; {{b.c}} has no value; {{nested}} is not a string, number or boolean; {{constructor}} has no value; {{host.length}} has no value",
  );
});

test.each(["a {{host}} b", "\\{{host}}", "\\\\{{ host }} {{#if}} $& {{{host}}}", "\\{{"])(
  "%s is a text of its own",
  (text) => {
    expect(render(literal(text), values)).toBe(text);
  },
);
