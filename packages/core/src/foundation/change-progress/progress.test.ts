import type { BlockerRow, OpenAction } from "@pragma/db/queries";
import { describe, expect, it } from "vitest";
import { progressOf } from "./progress.ts";

const keyOf = (name: string): string => `test/item/${name}`;
const idOf = (name: string): string => `resource:test_item_${name}`;

function action(name: string, waitsFor: readonly string[] = [], more: Partial<OpenAction> = {}): OpenAction {
  const standing = {
    action: "update",
    has_event: true,
    lifecycle_state: "pending" as const,
    stale: false,
    deleting: false,
    paused: false,
  };
  return { key: keyOf(name), ...standing, is_running: false, waits_for: waitsFor.map(keyOf), ...more };
}

function blocker(name: string, outcome: BlockerRow["outcome"], state: BlockerRow["lifecycle_state"]): BlockerRow {
  return {
    key: keyOf(name),
    id: idOf(name),
    lifecycle_state: state,
    stale: false,
    paused: false,
    outcome,
  } as BlockerRow;
}

const stuckOf = (open: readonly OpenAction[], blockers: readonly BlockerRow[]): string[] =>
  progressOf(open, blockers).stuck.map((key) => key.slice("test/item/".length));

describe("what an open action waits for", () => {
  it("is stuck if it has failed, and so is all that waits for that, in whatever order they are read", () => {
    const open = [action("c", ["b"]), action("b", ["a"]), action("other"), action("d", ["other", "c"])];
    const failed = [blocker("a", "failed", "failed")];
    for (const read of [open, open.toReversed()]) {
      const { blocked, goesOn, waitsOutside } = progressOf(read, failed);
      expect(stuckOf(read, failed).sort()).toEqual(["b", "c", "d"]);
      expect({ goesOn, waitsOutside }).toEqual({ goesOn: true, waitsOutside: false });
      expect(blocked.toSorted((a, b) => a.resource.localeCompare(b.resource))).toEqual(
        ["ab", "bc", "cd"].map(([by = "", name = ""]) => ({
          resource: idOf(name),
          by: [idOf(by)],
          reason: "waits for what has failed",
        })),
      );
    }
  });

  it("is outside if the change is done with it and it waits for others, and not while it is about to be decided", () => {
    const open = [action("b", ["a"]), action("d", ["c"])];
    const { blocked, goesOn } = progressOf(open, [
      blocker("a", "succeeded", "pending"),
      blocker("c", "succeeded", "ready"),
    ]);
    expect(goesOn).toBe(true);
    expect(blocked).toEqual([{ resource: idOf("b"), by: [idOf("a")], reason: "waits for what is pending" }]);
  });

  it("is outside if it is not part of the change, and so is all that waits for that, but for what is stuck", () => {
    const open = [action("d", ["c"]), action("c", ["b", "x"]), action("b", ["absent"]), action("a", ["gone-wrong"])];
    const blockers = [
      blocker("x", "failed", "failed"),
      blocker("gone-wrong", null as never, "failed"),
      { ...blocker("absent", null as never, null), id: null },
    ];
    const { blocked, goesOn, waitsOutside } = progressOf(open, blockers);
    expect({ goesOn, waitsOutside }).toEqual({ goesOn: false, waitsOutside: true });
    expect(blocked).toEqual([
      { resource: idOf("d"), by: [idOf("c")], reason: "waits for what has failed" },
      { resource: idOf("c"), by: [idOf("x")], reason: "waits for what has failed" },
      { resource: idOf("b"), by: [idOf("absent")], reason: "waits for what does not exist" },
      { resource: idOf("a"), by: [idOf("gone-wrong")], reason: "waits for what is failed" },
    ]);
  });

  it("goes on if it is a part of the change that succeeded and is at work again, or is running", () => {
    const open = [action("a", ["done"]), action("b", ["x"], { is_running: true }), action("c", ["b"])];
    const blockers = [blocker("done", "succeeded", "processing"), blocker("x", "failed", "failed")];
    expect(progressOf(open, blockers)).toMatchObject({ goesOn: true, waitsOutside: false, stuck: [], blocked: [] });
  });

  it("is outside if it is a follower that nothing has reached, once nothing else of the change goes on", () => {
    const untouched = action("d", [], { action: "follow", has_event: false, lifecycle_state: "failed" });
    const open = [action("e", ["d"]), action("f", ["e"]), untouched];
    const blockers = [blocker("d", null as never, "failed"), blocker("e", null as never, "pending")];
    const { blocked, ...waits } = progressOf(open, blockers);
    expect(waits).toMatchObject({ goesOn: false, waitsOutside: true, untouched: [keyOf("d")] });
    expect(blocked).toEqual([
      { resource: idOf("e"), by: [idOf("d")], reason: "waits for what is failed" },
      { resource: idOf("f"), by: [idOf("e")], reason: "waits for what is pending" },
    ]);
    expect(progressOf([...open, action("c")], blockers)).toMatchObject({ goesOn: true, blocked: [] });
  });

  it("is named in part where it is much", () => {
    const many = Array.from({ length: 2000 }, (_, index) => `absent-${index}`);
    const { blocked } = progressOf([action("a", many)], []);
    expect(blocked).toMatchObject([{ resource: idOf("a"), reason: "waits for what does not exist" }]);
    expect(blocked[0]?.by).toEqual(many.slice(0, 100).map(idOf));
  });

  it("is outside while a part that succeeded is stale: what it waits for is the matter of another change", () => {
    const blockers = [{ ...blocker("done", "succeeded", "ready"), stale: true }];
    expect(progressOf([action("a", ["done"])], blockers)).toMatchObject({
      goesOn: false,
      waitsOutside: true,
      blocked: [{ resource: idOf("a"), by: [idOf("done")], reason: "waits for what is stale" }],
    });
  });

  it("is found for a chain of 100,000 that is read from its end, and for 1,000 that each wait for all before", () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `n${index}`);
    const chain = names.map((name, index) => action(name, [index === 0 ? "a" : `n${index - 1}`])).reverse();
    const failed = [blocker("a", "failed", "failed")];
    expect(stuckOf(chain, failed).length).toBe(100_000);
    const dense = names.slice(0, 1_000).map((name, index) => action(name, ["a", ...names.slice(0, index)]));
    expect(stuckOf(dense.reverse(), failed).length).toBe(1_000);
  });
});
