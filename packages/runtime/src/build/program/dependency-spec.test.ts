import { expect, test } from "vitest";
import { refusedSource } from "./dependency-spec.ts";

test.for([
  "1.2.3",
  "^1.0.0",
  ">=1 <3 || 5.x",
  "~1.2",
  "*",
  "",
  "latest",
  "1 - 2",
  "npm:other@^1",
  "npm:@scope/other@1.0.0",
  "npm:other",
  "npm:^2.0.0",
])("%s comes from the registry", (spec) => {
  expect(refusedSource(spec)).toBeNull();
});

test.for([
  "git://x",
  "x/y",
  "x/y#semver:1",
  "file:x",
  "./x",
  "../x",
  "link:x",
  "portal:x",
  "workspace:^",
  "https://x/y.tgz",
  "npm:x@git://y",
  "npm:x@./y",
  "patch:x",
  "exec:./x",
  "jsr:x",
])("%s does not", (spec) => {
  expect(refusedSource(spec)).toBe(`comes from ${spec}`);
});

test("refuses what is not a string", () => {
  expect(refusedSource({ version: "1" })).toBe("must be a string");
});
