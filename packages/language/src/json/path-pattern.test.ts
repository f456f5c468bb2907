import { expect, it } from "vitest";
import type { Json } from "./json.ts";
import { ANY_STEP, PathPatterns, parsePathPattern } from "./path-pattern.ts";

it.each<[string, (string | number | symbol)[] | null]>([
  ["size", ["size"]],
  ["labels.*", ["labels", ANY_STEP]],
  ["servers[*].port", ["servers", ANY_STEP, "port"]],
  ["servers[0].*", ["servers", 0, ANY_STEP]],
  ["*.port", [ANY_STEP, "port"]],
  ['data["tls.crt"]', ["data", "tls.crt"]],
  ['data["*"]', ["data", "*"]],
  ["", null],
  [".size", null],
  ["size.", null],
  ["a..b", null],
  ["a[b]", null],
  ["a**", ["a", ANY_STEP, ANY_STEP]],
  ['data["a', null],
])("%s is read as %j", (text, expected) => {
  expect(parsePathPattern(text)).toEqual(expected);
});

const value = { size: 1, labels: { team: "a", app: "b" }, servers: [{ port: 1, host: "x" }, { port: 2 }] };

it.each<[string[], Json]>([
  [[], value],
  [["size"], { labels: value.labels, servers: value.servers }],
  [["labels.*"], { size: 1, servers: value.servers }],
  [["labels.team"], { size: 1, labels: { app: "b" }, servers: value.servers }],
  [["servers[*].port"], { size: 1, labels: value.labels, servers: [{ host: "x" }, null] }],
  [["servers[1]", "labels"], { size: 1, servers: [{ port: 1, host: "x" }, null] }],
  [["*"], null],
  [["absent", "size.x"], value],
])("without %j", (patterns, left) => {
  expect(new PathPatterns(patterns).without(value)).toEqual(left);
});

it.each<[string[], Json]>([
  [["labels.*"], { size: 1, labels: {} }],
  [["labels.team", "labels.app"], { size: 1, labels: {} }],
  [["*"], {}],
])("without %j, an empty container is like one that holds nothing else, and like none", (patterns, empty) => {
  const selected = new PathPatterns(patterns);
  const { labels } = value;
  expect(selected.without(empty)).toEqual(selected.without({ size: 1, labels }));
  expect(selected.without(empty)).toEqual(selected.without({ size: 1 }));
});

it("tells what lies at or below a selected place", () => {
  const patterns = new PathPatterns(["labels.*", "servers[*].port"]);
  expect(patterns.covers(["labels", "team"])).toBe(true);
  expect(patterns.covers(["labels", "team", "deep"])).toBe(true);
  expect(patterns.covers(["labels"])).toBe(false);
  expect(patterns.covers(["servers", 7, "port"])).toBe(true);
  expect(patterns.covers(["servers", 7, "host"])).toBe(false);
  expect(new PathPatterns([]).covers(["labels"])).toBe(false);
});

it("keeps a key that would set a prototype", () => {
  const value = JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as Json;
  expect(JSON.stringify(new PathPatterns(["b"]).without(value))).toBe('{"__proto__":{"a":1}}');
});
