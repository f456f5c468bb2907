import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Keyring } from "./keyring.ts";
import { resealJsonText } from "./reseal.ts";

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = new Keyring([oldKey]);
const ring = new Keyring([newKey, oldKey]);
const after = new Keyring([newKey]);

/** The ciphertexts in a text, opened with only the new key. */
function opened(text: string): string[] {
  return [...text.matchAll(/"(v1\.[^"]*)"/g)].map(([, sealed = ""]) =>
    after.decryptText({ $encrypted: sealed }, "org-1"),
  );
}

describe("resealJsonText", () => {
  it("reseals values under an old key, and keeps the rest to the byte", () => {
    const one = before.encrypt({ n: 1 }, "org-1").$encrypted;
    const two = before.encrypt('é"', "org-1").$encrypted;
    const text = (a: string, b: string) =>
      `{"a":{"$encrypted":"${a}"}, "n":1.0,\n"list" : [{ "$encrypted" : "${b}" },null]}`;
    const resealed = resealJsonText(text(one, two), ring, "org-1");
    expect(resealed).toMatchObject({ sealed: 2, unopened: [] });
    expect(opened(resealed.text)).toEqual(['{"n":1}', '"é\\""']);
    const without = (given: string): string =>
      given.replace(/\s*v1\.[\w.-]+\s*/g, "").replace(/\{\s*("\$encrypted")\s*:\s*("")\s*\}/g, "{$1:$2}");
    expect(without(resealed.text)).toBe(without(text(one, two)));
  });

  it("keeps numbers inside a value as they are written", () => {
    const text = JSON.stringify(before.encryptText("[1.0,12345678901234567890]", "org-1"));
    expect(opened(resealJsonText(text, ring, "org-1").text)).toEqual(["[1.0,12345678901234567890]"]);
  });

  it("leaves values under the first key", () => {
    const text = JSON.stringify({ a: after.encrypt("x", "org-1") });
    expect(resealJsonText(text, ring, "org-1")).toEqual({ text, sealed: 0, unopened: [] });
  });

  it("leaves texts that merely look like an envelope", () => {
    const text = JSON.stringify({ a: JSON.stringify(before.encrypt("x", "org-1")) });
    expect(resealJsonText(text, ring, "org-1")).toEqual({ text, sealed: 0, unopened: [] });
  });

  it("opens an envelope inside another, where it would be hidden later", () => {
    const inner = before.encrypt("deep", "org-1");
    const text = JSON.stringify(before.encrypt({ inner }, "org-1"));
    expect(opened(resealJsonText(text, ring, "org-1").text)).toEqual(['{"inner":"deep"}']);
  });

  it("leaves values that it cannot open, says why without the value, and reseals the rest", () => {
    const lost = new Keyring([randomBytes(32)]);
    const text = JSON.stringify([
      before.encrypt("theirs", "org-2"),
      lost.encrypt("gone", "org-1"),
      before.encrypt("ours", "org-1"),
    ]);
    const { text: resealed, sealed, unopened } = resealJsonText(text, ring, "org-1");
    expect(sealed).toBe(1);
    expect(unopened.map(({ keyId }) => keyId)).toEqual([before.ids[0], lost.ids[0]]);
    expect(JSON.parse(resealed).slice(0, 2)).toEqual(JSON.parse(text).slice(0, 2));
  });
});
