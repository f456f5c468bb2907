import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

describe("Turns", () => {
  it("runs two steps of an organization at once, and holds up no other", async () => {
    const turns = new Turns();
    const ends: (() => void)[] = [];
    const begun: string[] = [];
    const step = (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    };
    const all = Array.from({ length: 4 }, (_, index) => turns.take("a", step(`a${index}`)));
    const other = turns.take("b", step("b0"));
    await nextTurn();
    expect(begun).toEqual(["a0", "a1", "b0"]);
    for (const end of ends.splice(0)) end();
    await expect.poll(() => begun, { timeout: 15_000 }).toHaveLength(5);
    for (const end of ends.splice(0)) end();
    expect(await Promise.all(all)).toEqual(["a0", "a1", "a2", "a3"]);
    expect(await other).toBe("b0");
  });

  it("leaves a place empty after a step, if others wait", async () => {
    const rested = Promise.withResolvers<void>();
    const rests: number[] = [];
    const turns = new Turns({
      rest: (milliseconds) => {
        rests.push(milliseconds);
        return rested.promise;
      },
    });
    let begun = 0;
    const all = Array.from({ length: 4 }, () => turns.take("a", async () => void begun++));
    await Promise.all(all.slice(0, 2));
    await nextTurn();
    expect([begun, rests.length, rests.every((rest) => rest > 0)]).toEqual([2, 2, true]);
    rested.resolve();
    await Promise.all(all);
    expect(begun).toBe(4);
  });

  it("continues after a failed step", async () => {
    const turns = new Turns();
    const failing = Array.from({ length: 4 }, () => turns.take("a", () => Promise.reject(new Error("gone"))));
    await Promise.allSettled(failing);
    expect(await turns.take("a", async () => "next")).toBe("next");
  });
});
