import type { Blocked } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { blockedGroups } from "./blocked-groups.ts";

const FAILED = "waits for what has failed";
const PENDING = "waits for what is pending";
const ABSENT = "waits for what does not exist";

const waits = (resource: string, by: string[], reason: string): Blocked => ({ resource, by, reason });

describe("what is blocked", () => {
  it("is said once for all that wait for the same", () => {
    expect(blockedGroups([waits("b", ["a"], FAILED), waits("c", ["a"], FAILED), waits("d", ["e"], ABSENT)])).toEqual([
      { resources: ["b", "c"], by: ["a"], which: "which has failed" },
      { resources: ["d"], by: ["e"], which: "which does not exist" },
    ]);
  });

  it("waits for what has failed itself, however many are between", () => {
    const chain = [waits("d", ["c", "b"], FAILED), waits("c", ["b"], FAILED), waits("b", ["a"], FAILED)];
    expect(blockedGroups(chain)).toEqual([{ resources: ["d", "c", "b"], by: ["a"], which: "which has failed" }]);
  });

  it("says of the cause what it is, not of what waits for it", () => {
    const chain = [waits("c", ["b"], PENDING), waits("b", ["absent"], ABSENT)];
    expect(blockedGroups(chain)).toEqual([{ resources: ["c", "b"], by: ["absent"], which: "which does not exist" }]);
  });

  it("takes causes in whatever order for the same, and stays readable", () => {
    const both = [waits("c", ["a", "b"], FAILED), waits("d", ["b", "a"], FAILED)];
    expect(blockedGroups(both)).toEqual([{ resources: ["c", "d"], by: ["a", "b"], which: "which have failed" }]);
    expect(blockedGroups([waits("c", ["a", "b"], ABSENT)])[0]?.which).toBe("which do not exist");
    expect(blockedGroups([waits("c", ["a", "b"], "waits for what is stale")])[0]?.which).toBe("which are stale");
    expect(blockedGroups([waits("c", ["a"], "waits for what is draft")])[0]?.which).toBe("which is a draft");
  });

  it("says nothing of several that is not true of each", () => {
    const mixed = [waits("d", ["absent", "c"], ABSENT), waits("c", ["z"], PENDING)];
    expect(blockedGroups(mixed)[0]).toEqual({ resources: ["d"], by: ["absent"], which: "which does not exist" });
  });

  it("says of what waits for a person only what it is, and names it as the cause of the others", () => {
    const paused = "is paused: resume it to go on";
    const held = [waits("a", [], paused), waits("b", ["a"], "waits for what is paused"), waits("c", ["b"], PENDING)];
    expect(blockedGroups(held)).toEqual([
      { resources: ["a"], by: [], which: paused },
      { resources: ["b", "c"], by: ["a"], which: "which is paused" },
    ]);
  });

  it("ends where all wait for each other, and where a chain is long", () => {
    expect(blockedGroups([waits("a", ["b"], FAILED), waits("b", ["a"], FAILED)]).length).toBeGreaterThan(0);
    const long = Array.from({ length: 20_000 }, (_, at) => waits(`r${at}`, [`r${at + 1}`], FAILED));
    expect(blockedGroups(long)).toMatchObject([{ by: ["r20000"] }]);
  });
});
