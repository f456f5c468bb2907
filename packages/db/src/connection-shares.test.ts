import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ConnectionShares, type WaitingLimits } from "./connection-shares.ts";
import { isOutage } from "./is-outage.ts";
import { isTooBusy, TooBusy } from "./too-busy.ts";

/** The order of entries; a refusal is listed with its error. */
function pool(connections: number, limits: WaitingLimits & { patienceMs?: number } = {}) {
  const shares = new ConnectionShares({ connections, patienceMs: 60_000, ...limits });
  const entered: string[] = [];
  const refused: unknown[] = [];
  return {
    entered,
    refused,
    enter(name: string, mayLock = false): void {
      const holder = { owner: name.split("-")[0] as string, mayLock };
      const wait = shares.enter(holder);
      if (wait === undefined) entered.push(name);
      else
        wait.then(
          () => entered.push(name),
          (error: unknown) => refused.push(error),
        );
    },
    async leave(name: string, mayLock = false): Promise<void> {
      shares.leave({ owner: name.split("-")[0] as string, mayLock });
      await turn();
    },
    many(name: string, count: number, mayLock = false): void {
      for (let number = 0; number < count; number++) this.enter(`${name}-${number}`, mayLock);
    },
    of: (name: string) => entered.filter((one) => one.startsWith(`${name}-`)).length,
  };
}

describe("ConnectionShares", () => {
  it.each([
    { connections: 1, alone: 1 },
    { connections: 2, alone: 2 },
    { connections: 3, alone: 3 },
    { connections: 4, alone: 3 },
    { connections: 8, alone: 7 },
    { connections: 20, alone: 17 },
  ])("give a single owner $alone of $connections", ({ connections, alone }) => {
    const { many, enter, of, ...rest } = pool(connections);
    many.call({ enter, ...rest }, "a", 100);
    expect(of("a")).toBe(alone);
  });

  it("leave something for a newcomer when several want everything", () => {
    const shares = pool(20);
    for (const name of ["a", "b", "c"]) shares.many(name, 100);
    shares.enter("late-0");
    expect(["a", "b", "c", "late"].map(shares.of)).toEqual([17, 1, 1, 1]);
  });

  it("limit an owner's work that may wait for locks to half of them, and nothing else", () => {
    const shares = pool(20);
    shares.many("a", 100, true);
    expect(shares.of("a")).toBe(10);
    shares.enter("a-read");
    shares.enter("b-read");
    expect(shares.entered.slice(10)).toEqual(["a-read", "b-read"]);
  });

  it("go to waiting owners in turn, each in order of arrival", async () => {
    const shares = pool(4);
    shares.many("a", 3);
    shares.enter("b-0");
    shares.enter("a-x");
    shares.enter("a-y", true);
    shares.enter("b-x");
    shares.enter("a-z");
    expect(shares.entered).toHaveLength(4);
    for (const left of ["a-0", "a-1", "b-0", "a-2", "a-x"]) await shares.leave(left);
    expect(shares.entered.slice(4)).toEqual(["a-x", "b-x", "a-y", "a-z"]);
  });

  it("admit others before an owner that waits for its own kind", async () => {
    const shares = pool(4);
    shares.many("a", 4, true);
    expect(shares.of("a")).toBe(2);
    shares.enter("a-read");
    expect(shares.entered.at(-1)).toBe("a-read");
    await shares.leave("a-0", true);
    expect(shares.entered.at(-1)).toBe("a-2");
  });

  it("admit the platform's own work first, up to half of them, however many organizations wait", async () => {
    const shares = pool(4);
    for (const name of ["a", "b", "c", "d"]) shares.enter(`${name}-0`);
    for (const name of ["a", "b", "c", "d"]) shares.enter(`${name}-1`);
    for (let number = 0; number < 3; number++) shares.enter(`-${number}`);
    for (const left of ["a-0", "b-0", "c-0"]) await shares.leave(left);
    expect(shares.entered.slice(4)).toEqual(["-0", "-1", "a-1"]);
    await shares.leave("-0");
    expect(shares.entered.slice(7)).toEqual(["-2"]);
  });

  it("refuse one too many, without affecting the others", async () => {
    const shares = pool(4, { waiting: 5, waitingToLock: 2 });
    shares.many("a", 2 + 3, true);
    await turn();
    expect(shares.refused).toHaveLength(1);
    expect(shares.refused[0]).toBeInstanceOf(TooBusy);
    shares.many("a", 1 + 3 + 1);
    await turn();
    expect(shares.refused).toHaveLength(2);
    shares.enter("b-0");
    expect(shares.of("b")).toBe(1);
    await shares.leave("a-0", true);
    expect(shares.refused).toHaveLength(2);
  });

  it("refuse one that waited in vain, and forget it", async () => {
    const shares = pool(2, { patienceMs: 20, waiting: 2 });
    shares.many("a", 2);
    shares.enter("a-2");
    shares.enter("a-3");
    // Connections are being returned, so the pool is not hanging: others were merely first.
    await shares.leave("a-0");
    while (shares.refused.length === 0) await turn();
    expect(shares.refused[0]).toBeInstanceOf(TooBusy);
    await shares.leave("a-1");
    shares.enter("a-4");
    expect(shares.entered.slice(2)).toEqual(["a-2", "a-4"]);
  });

  it("report that the database hangs if no connection was returned during the wait", async () => {
    const shares = pool(1, { patienceMs: 1 });
    shares.enter("a-0");
    shares.enter("b-0");
    shares.enter("c-0", true);
    while (shares.refused.length < 2) await turn();
    expect(shares.refused.map(isTooBusy)).toEqual([false, true]);
    expect(shares.refused.map(isOutage)).toEqual([true, true]);
  });
});
