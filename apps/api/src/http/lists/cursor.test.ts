import { randomBytes } from "node:crypto";
import { Keyring } from "@pragma/core/secrets";
import { describe, expect, it } from "vitest";
import { issueCursor, readCursor } from "./cursor.ts";

const key = randomBytes(32);
const keyring = new Keyring([key]);
const scope = { organizationId: "org-1", list: "listResources", filters: { tags: ["a"], provider: "p" } };
const cursor = issueCursor(keyring, scope, { name: "n" });

describe("readCursor", () => {
  it("gives the position back, whatever the order of the filters", () => {
    const same = { ...scope, filters: { provider: "p", tags: ["a"] } };
    expect(readCursor(keyring, same, cursor)).toEqual({ name: "n" });
  });

  it("takes a cursor from before the keys were rotated", () => {
    expect(readCursor(new Keyring([randomBytes(32), key]), scope, cursor)).toEqual({ name: "n" });
  });

  it.each([
    ["another organization", { ...scope, organizationId: "org-2" }],
    ["another list", { ...scope, list: "listAudit" }],
    ["other filters", { ...scope, filters: { tags: ["a"] } }],
  ])("refuses it for %s", (_what, other) => {
    expect(() => readCursor(keyring, other, cursor)).toThrow(/query\.cursor/);
  });

  it.each(["", "x", "v1.a.b.c", `${cursor}x`, cursor.slice(0, -1), JSON.stringify({ name: "n" })])(
    "refuses a forged one: %s",
    (forged) => {
      expect(() => readCursor(keyring, scope, forged)).toThrow(/query\.cursor/);
    },
  );
});
