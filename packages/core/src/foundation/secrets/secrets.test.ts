import { randomBytes } from "node:crypto";
import type { Json } from "@pragma/contract";
import {
  containsEnvelope,
  findForgedEnvelope,
  isEnvelope,
  MASK,
  maskJson,
  maskJsonText,
  revealJson,
  revealJsonText,
  sealedDiff,
  sealedEqual,
  sealPaths,
} from "@pragma/language";
import { describe, expect, it } from "vitest";
import { collectSecrets } from "./collect.ts";
import { Keyring } from "./keyring.ts";
import { createRedactor, redactJson, redactText } from "./redact.ts";
import { taintedPaths } from "./tainted-paths.ts";

const box = new Keyring([randomBytes(32)]).box("org-1");
const seal = (value: Json): Json => box.seal(value);

describe("envelopes", () => {
  it("are distinguished from look-alikes", () => {
    expect(isEnvelope(seal("x"))).toBe(true);
    for (const value of [
      { $encrypted: 1 },
      { $encrypted: "x" },
      { $encrypted: "v1.a", b: 1 },
      ["v1.a"],
      null,
      "v1.a",
    ]) {
      expect(isEnvelope(value as Json)).toBe(false);
    }
    expect(containsEnvelope({ a: [{ b: seal(1) }] })).toBe(true);
    expect(containsEnvelope({ a: [{ b: 1 }] })).toBe(false);
  });

  it("are found when forged, in any shape", () => {
    expect(findForgedEnvelope({ a: [0, { $encrypted: "v1.x" }] })).toEqual(["a", 1]);
    expect(findForgedEnvelope({ a: { $encrypted: null, b: 1 } })).toEqual(["a"]);
    expect(findForgedEnvelope({ a: "$encrypted", b: { encrypted: 1 } })).toBeNull();
  });
});

describe("masking", () => {
  const config = {
    url: seal("postgres://u:p@h/d"),
    list: [seal({ deep: ["x"] }), 1],
    plain: 'say {"$encrypted":"v1.x"}',
  };

  it("replaces every envelope, in values and in text alike", () => {
    const masked = { url: MASK, list: [MASK, 1], plain: 'say {"$encrypted":"v1.x"}' };
    expect(maskJson(config)).toEqual(masked);
    expect(JSON.parse(maskJsonText(JSON.stringify(config)))).toEqual(masked);
    expect(JSON.parse(maskJsonText(JSON.stringify(config, null, 2)))).toEqual(masked);
  });

  it("returns the same value and text when there is nothing to mask", () => {
    const plain = { a: ['"$encrypted"'] };
    const text = JSON.stringify(plain);
    expect(maskJson(plain)).toBe(plain);
    expect(maskJsonText(text)).toBe(text);
  });

  it("is undone by revealing", () => {
    const revealed = { url: "postgres://u:p@h/d", list: [{ deep: ["x"] }, 1], plain: config.plain };
    expect(revealJson(config, box)).toEqual(revealed);
    expect(JSON.parse(revealJsonText(JSON.stringify(config), box))).toEqual(revealed);
    expect(revealJsonText('{"a":1}', box)).toBe('{"a":1}');
  });

  it("does not read $ in a secret as a replacement pattern", () => {
    expect(JSON.parse(revealJsonText(JSON.stringify(seal("$& $1 $`")), box))).toBe("$& $1 $`");
  });
});

describe("sealPaths", () => {
  it("seals existing values, and leaves null, absent and sealed ones alone", () => {
    const already = seal("old");
    const value: Json = { a: "x", b: null, c: already, d: { e: [1, { f: seal("y") }] }, z: 1 };
    const sealed = sealPaths(value, [["a"], ["b"], ["c"], ["d", "e"], ["gone"], ["z", "deep"]], box) as typeof value;
    expect(maskJson(sealed)).toEqual({ a: MASK, b: null, c: MASK, d: { e: MASK }, z: 1 });
    expect((sealed as { c: Json }).c).toBe(already);
    expect(revealJson(sealed, box)).toEqual({ a: "x", b: null, c: "old", d: { e: [1, { f: "y" }] }, z: 1 });
    expect(maskJsonText(revealJsonText(JSON.stringify(sealed), box))).not.toContain(MASK);
  });
});

describe("taintedPaths", () => {
  const named = { names: (key: string) => key === "hunter22", property: () => named, item: () => named };

  it("finds secrets in texts, and in keys that no schema names", () => {
    const value = { a: ["x hunter22", "y"], b: [{ c: { "is-hunter22": "z", d: "hunter22" } }], hunter22: 1 };
    expect(taintedPaths(value.b, ["hunter22"])).toEqual([[0, "c"]]);
    expect(taintedPaths(value, ["hunter22"], named)).toEqual([
      ["a", 0],
      ["b", 0, "c"],
    ]);
    expect(taintedPaths(value, ["hunter22"])).toEqual([[]]);
    expect(taintedPaths({ a: seal("hunter22") }, ["hunter22"])).toEqual([]);
  });
});

describe("comparison", () => {
  it("sees through envelopes", () => {
    expect(sealedEqual({ a: seal({ x: 1, y: [2] }) }, { a: seal({ y: [2], x: 1 }) }, box)).toBe(true);
    expect(sealedEqual({ a: seal("x") }, { a: "x" }, box)).toBe(true);
    expect(sealedEqual({ a: seal("x") }, { a: seal("y") }, box)).toBe(false);
    expect(sealedEqual({ a: { b: seal(1) } }, { a: seal({ b: 1 }) }, box)).toBe(true);
    expect(sealedEqual({ a: seal(null) }, {}, box)).toBe(false);
  });

  it("shows that a secret changed, but never its value", () => {
    const before = { pw: seal("one"), same: seal("s"), was: "plain", obj: seal({ a: 1 }) };
    const after = { pw: seal("two"), same: seal("s"), was: seal("hidden"), obj: { a: 2 }, added: { k: seal("v") } };
    expect(sealedDiff(before, after, box, { prefix: ["config"] })).toEqual([
      { path: "config.pw", before: MASK, after: MASK },
      { path: "config.was", before: "plain", after: MASK },
      { path: "config.obj", before: MASK, after: { a: 2 } },
      { path: "config.added", after: { k: MASK } },
    ]);
  });
});

describe("redaction", () => {
  it("collects the texts inside envelopes, not beside them", () => {
    const value = { a: seal("secret-one"), b: "not-secret", c: [seal({ d: ["nested-secret", "short", 1234567] })] };
    expect(collectSecrets(value, box).sort()).toEqual(["nested-secret", "secret-one"]);
    expect(collectSecrets(seal("postgres://u:p%40ssw0rd@h/d"), box)).toEqual([
      "postgres://u:p%40ssw0rd@h/d",
      "p%40ssw0rd",
      "p@ssw0rd",
    ]);
  });

  it("replaces the longest first and keeps the rest of the text", () => {
    expect(redactText("got abcdef-long and abcdef.", ["abcdef", "abcdef-long"])).toBe(`got ${MASK} and ${MASK}.`);
    expect(redactText("aaa", ["aaa"])).toBe("aaa");
    expect(redactText("nothing here", [])).toBe("nothing here");
    expect(redactText("$& secret$1", ["secret$1"])).toBe(`$& ${MASK}`);
  });

  it("knows secrets escaped for JSON and URLs, and lines of longer ones", () => {
    const redact = createRedactor(['pa"ss\nwörd/1', "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n"]);
    expect(redact(JSON.stringify({ m: 'pa"ss\nwörd/1' }))).toBe(`{"m":"${MASK}"}`);
    expect(redact(`q=${encodeURIComponent('pa"ss\nwörd/1')}&x`)).toBe(`q=${MASK}&x`);
    expect(redact(`q=${encodeURIComponent('pa"ss\nwörd/1').toLowerCase()}`)).toBe(`q=${MASK}`);
    expect(redact("key: MIIEvQIBADANBgkq")).toBe(`key: ${MASK}`);
  });

  it("redacts values and keys of JSON", () => {
    expect(redactJson({ "x-hunter22": ["hunter22", 5, { a: "ok" }] }, ["hunter22"])).toEqual({
      [`x-${MASK}`]: [MASK, 5, { a: "ok" }],
    });
  });
});
