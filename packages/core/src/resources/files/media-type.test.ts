import { expect, it } from "vitest";
import { isMediaType } from "./media-type.ts";

it.each([
  "text/plain",
  "application/vnd.api+json; charset=utf-8",
  'multipart/mixed; boundary="a b"',
  'text/plain;a="say \\"x\\"";b=c',
])("accepts %s", (text) => {
  expect(isMediaType(text)).toBe(true);
});

it.each([
  "",
  "text",
  "text/",
  "text/plain\r\nx: y",
  "text/plain;\r\n a=b",
  "text/plain;",
  'text/plain;a="b"c"',
  "te xt/plain",
  "text/é",
  `text/${"x".repeat(255)}`,
])("refuses %j", (text) => {
  expect(isMediaType(text)).toBe(false);
});

it("splits a text of quotes in only one way, although each pair could double the ways", () => {
  expect(isMediaType(`a/b${';a=""'.repeat(49)}(`)).toBe(false);
});
