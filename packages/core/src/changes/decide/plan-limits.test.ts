import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pace } from "./plan-limits.ts";

let clock: number;

beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});
afterEach(() => void vi.restoreAllMocks());

const SECOND = 1000;

/** A step that takes so long by itself, and lets others take their time after it. */
async function step(pace: Pace, own: number, others: number): Promise<void> {
  clock += own;
  setImmediate(() => {
    clock += others;
  });
  await pace.step();
}

describe("the time that deciding a plan may take", () => {
  it("ends after thirty seconds of its own", async () => {
    const pace = new Pace();
    for (let index = 0; index < 3; index++) await step(pace, 9 * SECOND, 0);
    await expect(step(pace, 9 * SECOND, 0)).rejects.toMatchObject({ issues: [{ type: "plan_too_large" }] });
  });

  it("does not count while others have their turn", async () => {
    const pace = new Pace();
    for (let index = 0; index < 100; index++) await step(pace, 0.2 * SECOND, 20 * SECOND);
    await expect(step(pace, 11 * SECOND, 0)).rejects.toMatchObject({ issues: [{ type: "plan_too_large" }] });
  });
});
