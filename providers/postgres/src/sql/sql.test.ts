import { expect, test } from "vitest";
import { identifier, quoteIdentifier, quoteLiteral } from "./identifier.ts";
import { canHashLocally, scramVerifier, verifierMatches } from "./scram.ts";

test.each([
  ["shop", '"shop"'],
  ['we"ird', '"we""ird"'],
  ["drop table; --", '"drop table; --"'],
  ["ключ", '"ключ"'],
])("%s is quoted", (name, quoted) => {
  expect(quoteIdentifier(name)).toBe(quoted);
});

test("a literal is quoted, backslashes included", () => {
  expect(quoteLiteral("it's")).toBe("'it''s'");
  expect(quoteLiteral("a\\'b")).toBe(" E'a\\\\''b'");
});

test.each([
  ["empty", ""],
  ["64 bytes", "x".repeat(64)],
  ["63 characters of 2 bytes", "ä".repeat(63)],
  ["with NUL", "a\0b"],
])("a name that is %s is refused", (_what, name) => {
  expect(identifier.safeParse(name).success).toBe(false);
  expect(() => quoteIdentifier(name)).toThrow(TypeError);
});

test("a name may have 63 bytes", () => {
  expect(identifier.safeParse(`${"ä".repeat(31)}x`).success).toBe(true);
});

test("a literal with NUL is refused", () => {
  expect(() => quoteLiteral("a\0b")).toThrow(TypeError);
});

test("the SCRAM verifier is the one of RFC 7677", async () => {
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const verifier = await scramVerifier("pencil", salt, 4096);
  // RFC 7677, section 3, gives the salt, and the server signature that only this ServerKey produces.
  expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$[\w+/=]{44}:[\w+/=]{44}$/);
  expect(verifier.split(":").at(-1)).toBe(await serverKeyOfRfc7677());
});

async function serverKeyOfRfc7677(): Promise<string> {
  const { createHmac, pbkdf2Sync } = await import("node:crypto");
  const salted = pbkdf2Sync("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"), 4096, 32, "sha256");
  const key = createHmac("sha256", salted).update("Server Key").digest();
  const messages =
    "n=user,r=rOprNGfwEbeRWgbNEkqO," +
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096," +
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const signature = createHmac("sha256", key).update(messages).digest("base64");
  expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  return key.toString("base64");
}

test("a verifier knows its password", async () => {
  const verifier = await scramVerifier("right");
  await expect(verifierMatches(verifier, "right")).resolves.toBe(true);
  await expect(verifierMatches(verifier, "wrong")).resolves.toBe(false);
  await expect(verifierMatches("md5d41d8cd98f00b204e9800998ecf8427e", "right")).resolves.toBeUndefined();
});

test.each([
  ["plain ASCII ~!", true],
  ["naïve", false],
  ["tab\t", false],
  ["", false],
])("%s is hashed here: %s", (password, locally) => {
  expect(canHashLocally(password)).toBe(locally);
});
