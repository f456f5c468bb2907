import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DecryptionError, Keyring, KeyringError } from "./keyring.ts";

const a = randomBytes(32);
const b = randomBytes(32);

describe("Keyring", () => {
  it.each(["hex", "base64", "base64url"] as const)("reads keys in %s", (encoding) => {
    const sealed = new Keyring([a]).encrypt({ x: [1, "é", null] }, "org-1");
    const ring = Keyring.parse(` ${b.toString("hex")}, ${a.toString(encoding)} `);
    expect(ring.decrypt(sealed, "org-1")).toEqual({ x: [1, "é", null] });
  });

  it("encrypts with the first key and decrypts with all", () => {
    const old = new Keyring([a]).encrypt("secret", "org-1");
    const ring = new Keyring([b, a]);
    const fresh = ring.encrypt("secret", "org-1");
    expect(ring.decrypt(old, "org-1")).toBe("secret");
    expect([ring.isCurrent(old), ring.isCurrent(fresh)]).toEqual([false, true]);
    expect(() => new Keyring([a]).decrypt(fresh, "org-1")).toThrow(/PRAGMA_ENCRYPTION_KEYS/);
  });

  it("names its keys in their order, as envelopes do", () => {
    const [first, second] = new Keyring([b, a]).ids;
    expect(new Keyring([b]).encrypt(1, "org-1").$encrypted.startsWith(`v1.${first}.`)).toBe(true);
    expect(new Keyring([a]).ids).toEqual([second]);
  });

  it("never seals the same text the same way twice, and reveals nothing of it", () => {
    const ring = new Keyring([a]);
    const one = ring.encrypt("hunter22", "org-1");
    expect(one).not.toEqual(ring.encrypt("hunter22", "org-1"));
    expect(one.$encrypted).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(one.$encrypted).not.toContain("hunter22");
  });

  it("uses every initialization vector once", () => {
    const ring = new Keyring([a]);
    const ivs = Array.from({ length: 1000 }, () => ring.encrypt(1, "org-1").$encrypted.split(".")[2]);
    expect(new Set(ivs).size).toBe(1000);
  });

  it("refuses values of other organizations and altered ones", () => {
    const ring = new Keyring([a]);
    const sealed = ring.encrypt("secret", "org-1");
    expect(() => ring.decrypt(sealed, "org-2")).toThrow(DecryptionError);
    const last = sealed.$encrypted.at(-2) === "A" ? "B" : "A";
    const altered = { $encrypted: sealed.$encrypted.slice(0, -2) + last + sealed.$encrypted.slice(-1) };
    for (const envelope of [altered, { $encrypted: "v1." }, { $encrypted: `${sealed.$encrypted.slice(0, 30)}` }]) {
      expect(() => ring.decrypt(envelope, "org-1")).toThrow(DecryptionError);
    }
  });

  it.each(["", " , ", "short", "g".repeat(64), `${a.toString("hex")},${a.toString("base64")}`])(
    "refuses %j",
    (text) => {
      expect(() => Keyring.parse(text)).toThrow(KeyringError);
    },
  );

  it("keeps key material out of its errors", () => {
    const key = `${a.toString("hex")}0`;
    expect(() => Keyring.parse(key)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(key) }));
  });
});
