import type { Claim } from "@pragma/core";
import { describe, expect, it } from "vitest";
import { HeldClaims } from "./held-claims.ts";

/** Holds a claim until its signal aborts. */
function hold(held: HeldClaims, eventId: string, attempt: number, claimedAt = 0): { readonly isAborted: boolean } {
  const state = { isAborted: false };
  void held.hold({ eventId, attempt } as Claim, claimedAt, async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    state.isAborted = true;
  });
  return state;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("HeldClaims", () => {
  it("aborts by event, and what the database says it does not hold any more", async () => {
    const held = new HeldClaims(15);
    const [cancelled, lost, kept] = [hold(held, "a", 1), hold(held, "b", 1), hold(held, "c", 2)];
    held.abort("a");
    const asked = held.list();
    held.renewed(asked, [{ eventId: "c", attempt: 2 }], 0);
    await turn();
    expect([cancelled.isAborted, lost.isAborted, kept.isAborted]).toEqual([true, true, false]);
    expect(held.list().map(({ eventId }) => eventId)).toEqual(["c"]);
  });

  it("tells attempts at one event apart", async () => {
    const held = new HeldClaims(15);
    const [first, second] = [hold(held, "a", 1), hold(held, "a", 2)];
    held.renewed(held.list(), [{ eventId: "a", attempt: 2 }], 0);
    await turn();
    expect([first.isAborted, second.isAborted]).toEqual([true, false]);
  });

  it("aborts what was not renewed when its lease is over, counted from when the renewal was asked for", async () => {
    const held = new HeldClaims(15);
    const [old, young] = [hold(held, "old", 1, 1000), hold(held, "young", 1, 5000)];
    expect(held.abortExpired(15_999)).toBe(0);
    expect(held.abortExpired(16_000)).toBe(1);
    await turn();
    expect([old.isAborted, young.isAborted]).toEqual([true, false]);
    held.renewed(held.list(), held.list(), 10_000);
    expect(held.abortExpired(24_999)).toBe(0);
    expect(held.abortExpired(25_000)).toBe(1);
  });

  it("knows when it is empty, and aborts what comes after the order to stop", async () => {
    const held = new HeldClaims(15);
    await held.drained();
    hold(held, "a", 1);
    held.abortAll();
    await held.drained();
    const late = await held.hold({ eventId: "b", attempt: 1 } as Claim, 0, async (signal) => signal.aborted);
    expect(late).toBe(true);
  });
});
