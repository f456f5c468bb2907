import type { Check } from "@pragma/core/checks";
import { beforeEach, describe, expect, it } from "vitest";
import { ProviderSlots } from "../provider-slots.ts";
import { CheckTurns, DRAGGING_MS, type Turn } from "./check-turns.ts";

let now: number;
let turns: CheckTurns;

beforeEach(() => {
  now = 0;
  turns = new CheckTurns(new ProviderSlots(32, () => {}), () => now);
});

/** Checks of one provider in one organization. */
const checks = (organizationId: string, count: number, provider = "p"): Check[] =>
  Array.from({ length: count }, (_, index) => ({
    organizationId,
    row: { provider, key: `${index}` },
  })) as unknown as Check[];

/** Begins all that may begin. */
function begin(): Turn[] {
  const begun: Turn[] = [];
  for (let turn = turns.next(); turn; turn = turns.next()) begun.push(turn);
  return begun;
}

const lanes = (begun: readonly Turn[]): string[] => begun.map(({ check }) => check.organizationId);

function hang(organizations: readonly string[], each = 1): Turn[] {
  for (const organization of organizations) turns.add(checks(organization, each));
  const begun = begin();
  for (const turn of begun) turn.drags();
  return begun;
}

const named = (count: number, prefix = "o"): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe("the turns of checks", () => {
  it("go round the lanes, those of organizations with the fewest looks first", () => {
    for (const provider of ["p", "q"]) turns.add(checks("large", 100, provider));
    turns.add(checks("small", 1));
    turns.add(checks("other", 2));
    const begun = begin();
    expect(lanes(begun).slice(0, 4)).toEqual(["large", "small", "other", "large"]);
    // A tenth of the slots for each provider of each.
    expect(lanes(begun).sort()).toEqual([...Array(6).fill("large"), "other", "other", "small"]);
    turns.add(checks("late", 1));
    begun[0]?.end(0);
    expect(lanes(begin())).toContain("late");
  });

  it("are as many at once as there are places, and come again as soon as it is seen that some drag", () => {
    for (const organization of named(20)) turns.add(checks(organization, 1));
    const first = begin();
    expect(first).toHaveLength(16);
    for (const turn of first) turn.drags();
    expect(begin()).toHaveLength(4);
  });

  it("leave places to others, however many lanes are known to drag", () => {
    for (let round = 0; round < 4; round++) {
      for (const turn of hang(named(12, `r${round}-`))) turn.end(30_000);
    }
    const known = named(4).flatMap((_, round) => named(12, `r${round}-`));
    for (const organization of known) turns.add(checks(organization, 5));
    expect(begin()).toHaveLength(8);
    turns.add(checks("free", 1));
    expect(lanes(begin())).toEqual(["free"]);
  });

  it("are all open to a lane again after a look that did not take long", () => {
    const [turn] = hang(["a"], 9);
    turn?.end(30_000);
    hang(named(8));
    expect(begin()).toEqual([]);
    for (const again of hang(["b"])) again.end(1);
    turns.add(checks("b", 1));
    expect(lanes(begin())).toEqual(["b"]);
  });

  it("have room for more, though one lane does not get on", () => {
    turns.add(checks("slow", 250));
    begin();
    expect(turns.room).toBeLessThan(10);
    now += DRAGGING_MS;
    expect(turns.room).toBe(250);
    expect(turns.busy).toEqual(["slow/p"]);
    turns.add(checks("quick", 250));
    now += DRAGGING_MS;
    turns.add(checks("third", 100));
    // What waits for long is no more than one batch.
    expect(turns.room).toBe(150);
    now += 60_001;
    turns.expire();
    expect(turns.busy).toEqual(["slow/p"]);
    expect(turns.room).toBe(250);
  });
});
