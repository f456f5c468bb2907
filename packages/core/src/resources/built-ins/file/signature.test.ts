import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../foundation/common/settings.ts";
import { Keyring } from "../../../foundation/secrets/index.ts";
import { signPublicUrl, verifySignature } from "./signature.ts";

const ORGANIZATION = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
const CHECKSUM = `sha256:${"ab".repeat(32)}`;
const DAY = 86_400_000;
const NOW = Date.parse("2026-11-24T15:00:00Z");

const key = randomBytes(32);
const core = { keyring: new Keyring([key]), settings: DEFAULT_SETTINGS };

function queryOf(url: string): { expires: string; signature: string } {
  const { searchParams } = new URL(url);
  return { expires: searchParams.get("expires") as string, signature: searchParams.get("signature") as string };
}

describe("public addresses", () => {
  const url = signPublicUrl(core, ORGANIZATION, "a.b", CHECKSUM, NOW);
  const query = queryOf(url);

  it("stand for one version of one file", () => {
    expect(url).toMatch(/^http:\/\/localhost:8000\/files\/a\.b\/download\?expires=\d+&signature=[\w-]+$/);
    expect(verifySignature(core, "a.b", query, NOW)).toEqual({ organizationId: ORGANIZATION, checksum: CHECKSUM });
    expect(verifySignature(core, "a.c", query, NOW)).toBeNull();
  });

  it("work for at least a week, and then expire", () => {
    expect(verifySignature(core, "a.b", query, NOW + 7 * DAY)).not.toBeNull();
    expect(verifySignature(core, "a.b", query, NOW + 8 * DAY)).toBeNull();
  });

  it("stay the same all day, so that answers can be cached", () => {
    expect(signPublicUrl(core, ORGANIZATION, "a.b", CHECKSUM, NOW + 3_600_000)).toBe(url);
    expect(signPublicUrl(core, ORGANIZATION, "a.b", CHECKSUM, NOW + DAY)).not.toBe(url);
  });

  it("stay valid when a new key is put first, and end when their key is removed", () => {
    const next = randomBytes(32);
    expect(verifySignature({ keyring: new Keyring([next, key]) }, "a.b", query, NOW)).not.toBeNull();
    expect(verifySignature({ keyring: new Keyring([next]) }, "a.b", query, NOW)).toBeNull();
  });

  it("cannot be altered anywhere", () => {
    for (let index = 0; index < query.signature.length; index++) {
      const other = query.signature[index] === "A" ? "Q" : "A";
      const signature = query.signature.slice(0, index) + other + query.signature.slice(index + 1);
      expect(verifySignature(core, "a.b", { ...query, signature }, NOW)).toBeNull();
    }
  });
});
