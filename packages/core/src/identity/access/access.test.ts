import { afterEach, describe, expect, it, vi } from "vitest";
import type { Caller } from "../../foundation/callers/caller.ts";
import { CallerCache } from "../../foundation/callers/caller-cache.ts";
import { rightsOf } from "../../foundation/callers/rights.ts";
import { newSessionId, sessionIssuedAt } from "../../foundation/callers/session-id.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { newSecret, prefixOf } from "./secret.ts";

describe("passwords", () => {
  it("are verified only by their hash, in any Unicode form", async () => {
    const hash = await hashPassword("Ångström 1");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword("Ångström 1")).not.toBe(hash);
    expect(await verifyPassword(hash, "A\u030angstro\u0308m 1")).toBe(true);
    expect(await verifyPassword(hash, "Angstrom 1")).toBe(false);
    expect(await verifyPassword(null, "Ångström 1")).toBe(false);
  });
});

describe("secrets", () => {
  it("are shown by a prefix that gives little away", () => {
    const secret = newSecret();
    expect(prefixOf(secret)).toBe(secret.slice(0, 13));
    expect(prefixOf("0123456789abcdef0123456789abcdef")).toBe("0123");
    expect(prefixOf("pragma_0123456789abcdef0123456789")).toBe("prag");
    expect(newSecret()).not.toBe(secret);
  });
});

describe("rights", () => {
  it("are the scopes that token and role have in common", () => {
    expect([...rightsOf(["audit:read", "resources:read", "gone:scope"], "member")]).toEqual(["resources:read"]);
    expect([...rightsOf([], "owner")]).toEqual([]);
    expect(rightsOf(null, "viewer").size).toBe(3);
  });
});

describe("session ids", () => {
  it("tell when they were issued", () => {
    expect(sessionIssuedAt(newSessionId(1_795_536_000.123))).toBe(1_795_536_000.123);
  });
});

describe("CallerCache", () => {
  const caller = { tokenId: "t" } as Caller;
  const forever = { caller, expiresAt: Number.POSITIVE_INFINITY };

  afterEach(() => {
    vi.useRealTimers();
  });

  it("renews a caller in use before its limit, and drops one that is gone", async () => {
    vi.useFakeTimers();
    const cache = new CallerCache();
    const load = vi.fn(async (): Promise<typeof forever | null> => forever);
    await cache.load("k", load);
    vi.advanceTimersByTime(399);
    expect(cache.get("k")).toBe(caller);
    expect(load).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    for (let n = 0; n < 5; n++) expect(cache.get("k")).toBe(caller);
    expect(load).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(899);
    load.mockResolvedValue(null);
    expect(cache.get("k")).toBe(caller);
    await vi.advanceTimersByTimeAsync(0);
    expect(cache.get("k")).toBeUndefined();
  });

  it("does not use entries that are too old, even if a renewal hangs or fails", async () => {
    vi.useFakeTimers();
    const cache = new CallerCache();
    const load = vi.fn(async () => forever);
    await cache.load("k", load);
    load.mockReturnValueOnce(new Promise(() => {}));
    vi.advanceTimersByTime(500);
    expect(cache.get("k")).toBe(caller);
    vi.advanceTimersByTime(400);
    expect(cache.get("k")).toBeUndefined();
    load.mockRejectedValueOnce(new Error("away"));
    await expect(cache.load("k", load)).rejects.toThrow("away");
    expect(await cache.load("k", load)).toBe(caller);
  });

  it("does not let a late answer replace a newer one", async () => {
    vi.useFakeTimers();
    const cache = new CallerCache();
    const late = Promise.withResolvers<typeof forever>();
    const first = cache.load("k", () => late.promise);
    vi.advanceTimersByTime(450);
    await cache.load("k", async () => null);
    vi.advanceTimersByTime(100);
    late.resolve(forever);
    await first;
    // Loaded 550 ms ago: not newer than what is known since, and soon too old.
    vi.advanceTimersByTime(400);
    expect(cache.get("k")).toBeUndefined();
  });

  it("drops entries by token, or all of them", async () => {
    const cache = new CallerCache();
    await cache.load("k", async () => forever);
    cache.forget("other");
    expect(cache.get("k")).toBe(caller);
    cache.forget("t");
    expect(cache.get("k")).toBeUndefined();
    await cache.load("k", async () => forever);
    cache.clear();
    expect(cache.get("k")).toBeUndefined();
  });
});
