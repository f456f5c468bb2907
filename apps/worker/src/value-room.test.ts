import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoRoomError, ValueRoom } from "./value-room.ts";

const KIB = 1024;

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

describe("ValueRoom", () => {
  it("lets in what fits, and the others in their order as room is given back", async () => {
    const room = new ValueRoom(1000 * KIB);
    const give = await room.take(600 * KIB);
    const giveOther = await room.take(300 * KIB);
    const large = room.take(500 * KIB);
    const small = room.take(100 * KIB);
    expect([await isDone(large), await isDone(small)]).toEqual([false, false]);
    giveOther();
    giveOther();
    expect([await isDone(large), await isDone(small)]).toEqual([false, false]);
    give();
    expect([await isDone(large), await isDone(small)]).toEqual([true, true]);
  });

  it("does not count what is small", async () => {
    const room = new ValueRoom(100 * KIB);
    await room.take(100 * KIB);
    expect(await isDone(room.take(10 * KIB))).toBe(true);
  });

  it("lets in what is larger than all of it when there is nothing else", async () => {
    const room = new ValueRoom(100 * KIB);
    const give = await room.take(70 * KIB);
    const huge = room.take(5000 * KIB);
    expect(await isDone(huge)).toBe(false);
    give();
    (await huge)();
    expect(await isDone(room.take(100 * KIB))).toBe(true);
  });

  it("sends away who waited long, and whoever comes while many wait", async () => {
    const room = new ValueRoom(100 * KIB);
    const give = await room.take(100 * KIB);
    const waiting = Array.from({ length: 16 }, () => room.take(100 * KIB).catch((error: unknown) => error));
    await expect(room.take(100 * KIB)).rejects.toThrow(NoRoomError);
    vi.advanceTimersByTime(10_000);
    for (const one of waiting) expect(await one).toBeInstanceOf(NoRoomError);
    give();
    expect(await isDone(room.take(100 * KIB))).toBe(true);
  });
});
