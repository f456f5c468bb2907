import type { Json } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { readReference, referencedKeys, writeReference } from "./reference.ts";

describe("readReference", () => {
  it.each([
    ["${postgres/database/shop.outputs.url}", { key: "postgres/database/shop", field: "outputs.url" }],
    ["${a/b/c/d.v2.config.x.outputs.y}", { key: "a/b/c/d.v2", field: "config.x.outputs.y" }],
    [
      { provider: "p", resource: "t", name: "n", field: "url" },
      { key: "p/t/n", field: "outputs.url" },
    ],
    [
      { provider: "p", resource: "t", name: "n", field: "config.a" },
      { key: "p/t/n", field: "config.a" },
    ],
    [
      { __dependency__: true, provider: "p", resource: "t", name: "n" },
      { key: "p/t/n", field: null },
    ],
  ])("reads %j", (value, expected) => {
    expect(readReference(value)).toEqual(expected);
  });

  it.each<Json | undefined>([
    "${HOME}",
    "$${p/t/n.outputs.x}",
    "a ${p/t/n.outputs.x}",
    "${p/t/n.outputs.x}${p/t/n.outputs.y}",
    "${P/t/n.outputs.x}",
    "${p/n.outputs.x}",
    { provider: "p", resource: "t", name: "n" },
    { provider: "p", resource: "t", name: "n", field: "x", more: 1 },
    { provider: "P", resource: "t", name: "n", field: "x" },
    null,
    undefined,
  ])("leaves %j as it is", (value) => {
    expect(readReference(value)).toBeNull();
  });

  it("takes strings literally where they are", () => {
    expect(readReference("${p/t/n.outputs.x}", false)).toBeNull();
    expect(writeReference({ key: "p/t/n", field: "outputs.x" }, false)).toEqual({
      provider: "p",
      resource: "t",
      name: "n",
      field: "outputs.x",
    });
  });

  it.each(["p/t/n.outputs.tls.crt", "p/t/n.config.size", "p/a/b/n.outputs.list.0"])("writes back %s", (inner) => {
    const reference = readReference(`\${${inner}}`) ?? expect.fail("unread");
    expect(writeReference(reference)).toBe(`\${${inner}}`);
  });

  it("writes a whole resource as an object", () => {
    const value = writeReference({ key: "p/t/n", field: null });
    expect(value).toEqual({ __dependency__: true, provider: "p", resource: "t", name: "n" });
  });
});

describe("referencedKeys", () => {
  it("finds all forms at any depth, once each", () => {
    const config = {
      a: "x ${p/t/one.outputs.x}-${p/t/two.config.y} $${p/t/no.outputs.z}",
      b: [{ provider: "p", resource: "t", name: "three", field: "x" }, "${p/t/one.outputs.other}"],
      c: { __dependency__: true, provider: "p", resource: "t", name: "four" },
    };
    expect(referencedKeys(config)).toEqual(["p/t/one", "p/t/two", "p/t/three", "p/t/four"]);
    expect(referencedKeys(config, false)).toEqual(["p/t/three", "p/t/four"]);
  });
});
