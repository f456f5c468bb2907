import type { Claim } from "@pragma/core/reconcile";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HeldClaims } from "./held-claims.ts";

/** Holds a claim until its signal aborts. */
function hold(held: HeldClaims, leaseId: string, claimedAt = 0): { readonly isAborted: boolean } {
  const state = { isAborted: false };
  void held.hold({ leaseId, eventId: `event of ${leaseId}` } as Claim, claimedAt, async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    state.isAborted = true;
  });
  return state;
}

afterEach(() => {
  vi.useRealTimers();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("HeldClaims", () => {
  it("aborts by event, what it no longer holds, and what is over", async () => {
    const held = new HeldClaims(15);
    const [cancelled, lost, over, kept] = ["a", "b", "c", "d"].map((lease) => hold(held, lease));
    held.abort("event of a");
    const renewed = [
      { leaseId: "c", over: true },
      { leaseId: "d", over: false },
    ];
    held.renewed(held.list(), renewed, 0);
    await turn();
    expect([cancelled, lost, over, kept].map((one) => one?.isAborted)).toEqual([true, true, true, false]);
    expect(held.list().map(({ leaseId }) => leaseId)).toEqual(["d"]);
  });

  it("holds what is over until its handler has ended", async () => {
    const held = new HeldClaims(15);
    const end = Promise.withResolvers<void>();
    const work = held.hold({ leaseId: "slow" } as Claim, 0, () => end.promise);
    held.renewed(held.list(), [{ leaseId: "slow", over: true }], 0);
    await turn();
    expect(held.list().map(({ leaseId }) => leaseId)).toEqual(["slow"]);
    end.resolve();
    await work;
    expect(held.list()).toEqual([]);
  });

  it("aborts what was not renewed when its lease is over, counted from when the renewal was asked for", async () => {
    const held = new HeldClaims(15);
    const [old, young] = [hold(held, "old", 1000), hold(held, "young", 5000)];
    expect(held.abortExpired(15_999)).toBe(0);
    expect(held.abortExpired(16_000)).toBe(1);
    await turn();
    expect([old.isAborted, young.isAborted]).toEqual([true, false]);
    held.renewed(held.list(), [{ leaseId: "young", over: false }], 10_000);
    expect(held.abortExpired(24_999)).toBe(0);
    expect(held.abortExpired(25_000)).toBe(1);
  });

  it("lets a handler run until shortly before its lease ends, and not at all once it is lost", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const held = new HeldClaims(15);
    const now = performance.now();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const left = await new Promise<() => number>((resolve) => {
      void held.hold({ leaseId: "a" } as Claim, now - 5000, async (_signal, leaseLeftMs) => {
        resolve(leaseLeftMs);
        await ended;
      });
    });
    expect(left()).toBe(8500);
    vi.advanceTimersByTime(100);
    expect(left()).toBe(8400);
    held.renewed(held.list(), [{ leaseId: "a", over: true }], now);
    expect(left()).toBe(13_400);
    held.renewed(held.list(), [], now);
    expect(left()).toBe(Number.NEGATIVE_INFINITY);
    end();
  });

  it("knows when it is empty, and aborts what comes after the order to stop", async () => {
    const held = new HeldClaims(15);
    await held.drained();
    hold(held, "a");
    held.abortAll();
    await held.drained();
    const late = await held.hold({ leaseId: "b" } as Claim, 0, async (signal) => signal.aborted);
    expect(late).toBe(true);
  });
});
