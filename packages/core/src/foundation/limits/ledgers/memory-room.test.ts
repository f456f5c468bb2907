import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryRoom, NoRoomError } from "./memory-room.ts";

const KIB = 1024;
const roomOf = (bytes: number, largestBytes = 0) =>
  new MemoryRoom({ bytes, largestBytes, patienceMs: 2000, waiting: 16, waitingOfOne: 8 });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether a promise is settled by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  return done;
}

describe("MemoryRoom", () => {
  it("lets in what fits, and the others in their order as room is given back", async () => {
    const room = roomOf(1000 * KIB);
    const give = await room.take(600 * KIB, "a");
    const giveOther = await room.take(400 * KIB, "b");
    const large = room.take(500 * KIB, "c");
    const next = room.take(500 * KIB, "d");
    expect([await isDone(large), await isDone(next)]).toEqual([false, false]);
    giveOther();
    giveOther();
    expect([await isDone(large), await isDone(next)]).toEqual([false, false]);
    give();
    expect([await isDone(large), await isDone(next)]).toEqual([true, true]);
  });

  it("keeps room for the largest value of another, however much an organization asks for", async () => {
    const room = roomOf(1000 * KIB, 400 * KIB);
    let taken = 0;
    for (let count = 0; count < 20; count++) {
      room.take(100 * KIB, "a").then(
        () => (taken += 1),
        () => undefined,
      );
    }
    expect(await isDone(room.take(400 * KIB, "b"))).toBe(true);
    expect(taken).toBe(6);
  });

  it("lets others pass one that does not fit, until they have taken as much as it waits for", async () => {
    const room = roomOf(1000 * KIB);
    const give = await room.take(600 * KIB, "a");
    const giveOther = await room.take(200 * KIB, "b");
    const large = room.take(300 * KIB, "c");
    const next = room.take(100 * KIB, "c");
    for (const other of ["d", "e"]) {
      const passing = room.take(150 * KIB, other);
      expect(await isDone(passing)).toBe(true);
      (await passing)();
    }
    const late = room.take(100 * KIB, "f");
    expect(await Promise.all([large, next, late].map(isDone))).toEqual([false, false, false]);
    giveOther();
    expect(await Promise.all([large, next, late].map(isDone))).toEqual([true, false, true]);
    give();
    expect(await isDone(next)).toBe(true);
  });

  it("does not count what is small", async () => {
    const room = roomOf(100 * KIB);
    await room.take(100 * KIB, "a");
    expect(await isDone(room.take(10 * KIB, "b"))).toBe(true);
  });

  it("lets in what is larger than all of it when there is nothing else", async () => {
    const room = roomOf(100 * KIB);
    const give = await room.take(70 * KIB, "a");
    const huge = room.take(5000 * KIB, "b");
    expect(await isDone(huge)).toBe(false);
    give();
    (await huge)();
    expect(await isDone(room.take(100 * KIB, "a"))).toBe(true);
  });

  it("sends away who waited long, and whoever comes while many wait", async () => {
    const room = roomOf(100 * KIB);
    const give = await room.take(100 * KIB, "a");
    const waiting = Array.from({ length: 16 }, (_, index) =>
      room.take(100 * KIB, `org-${index}`).catch((error: unknown) => error),
    );
    await expect(room.take(100 * KIB, "b")).rejects.toThrow(NoRoomError);
    vi.advanceTimersByTime(10_000);
    for (const one of waiting) expect(await one).toBeInstanceOf(NoRoomError);
    give();
    expect(await isDone(room.take(100 * KIB, "b"))).toBe(true);
  });

  it("leaves some to other organizations, whatever one has in hand and however many of it wait", async () => {
    const room = roomOf(1000 * KIB);
    const gives: (() => void)[] = [];
    const many = (of: string) =>
      Array.from({ length: 20 }, () => room.take(100 * KIB, of).then((give) => gives.push(give)));
    const ofA = many("a").map((one) => one.catch(() => undefined));
    expect(await Promise.all(ofA.map(isDone))).toContain(false);
    expect(gives).toHaveLength(7);
    const ofB = many("b").map((one) => one.catch(() => undefined));
    expect(await Promise.all(ofB.map(isDone))).toContain(true);
    expect(gives).toHaveLength(9);
    expect(await isDone(room.take(100 * KIB, "c"))).toBe(true);

    // One that is too large for what is free, and for its organization's share, holds up nobody else.
    const tooMuch = room.take(900 * KIB, "b").catch(() => undefined);
    const small = room.take(64 * KIB, "d");
    expect([await isDone(tooMuch), await isDone(small)]).toEqual([true, true]);

    // Room given back goes to the waiting, each up to its share.
    for (const give of gives.splice(0, 7)) give();
    expect(await Promise.all(ofB.map(isDone))).toContain(true);
    expect(gives.length).toBeGreaterThan(6);
  });

  it("is one organization's alone, for what is larger than its share, when that has nothing else in hand", async () => {
    const room = roomOf(1000 * KIB);
    const give = await room.take(900 * KIB, "a");
    const next = room.take(100 * KIB, "a");
    expect(await isDone(next)).toBe(false);
    give();
    expect(await isDone(next)).toBe(true);
  });
});
