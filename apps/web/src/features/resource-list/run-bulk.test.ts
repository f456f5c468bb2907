import { describe, expect, it } from "vitest";
import { runBulk } from "./run-bulk.ts";

const keys = Array.from({ length: 10 }, (_, index) => `p/t/${index}`);

describe("runBulk", () => {
  it("does each once, and returns them in order", async () => {
    const ran: string[] = [];
    const counts: number[] = [];
    const results = await runBulk(
      keys,
      async (key) => {
        ran.push(key);
        return key;
      },
      (count) => counts.push(count),
    );
    expect(ran.sort()).toEqual(keys);
    expect(results).toEqual(keys.map((key) => ({ key })));
    expect(counts).toEqual(keys.map((_, index) => index + 1));
  });

  it("goes on after a refusal", async () => {
    const results = await runBulk(keys, async (key) => {
      if (key === "p/t/3") throw new Error("no");
      return "done";
    });
    expect(results.filter(({ error }) => error !== undefined)).toEqual([{ key: "p/t/3", error: "no" }]);
    expect(results).toHaveLength(10);
  });

  it("never runs more than four at once", async () => {
    let running = 0;
    let most = 0;
    await runBulk(keys, async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      await Promise.resolve();
      running -= 1;
    });
    expect(most).toBe(4);
  });
});
