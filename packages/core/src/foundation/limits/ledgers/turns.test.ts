import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
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
    await expect.poll(() => begun).toHaveLength(5);
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

  it.each([
    { name: "as long as the step took", restFor: 1, took: 30, rest: 30 },
    { name: "several times as long", restFor: 3, took: 10, rest: 30 },
    { name: "no crawl after a slow step", restFor: 3, took: 20, rest: 40 },
    { name: "as long as a very slow one", restFor: 3, took: 100, rest: 100 },
  ])("a place rests: $name", async ({ restFor, took, rest }) => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    onTestFinished(() => clock.mockRestore());
    const rests: number[] = [];
    const turns = new Turns({ atOnce: 1, restFor, rest: async (milliseconds) => rests.push(milliseconds) });
    const step = async () => {
      now += took;
    };
    await Promise.all([turns.take("a", step), turns.take("a", step)]);
    expect(rests).toEqual([rest]);
  });

  it("continues after a failed step", async () => {
    const turns = new Turns();
    const failing = Array.from({ length: 4 }, () => turns.take("a", () => Promise.reject(new Error("gone"))));
    await Promise.allSettled(failing);
    expect(await turns.take("a", async () => "next")).toBe("next");
  });
});
