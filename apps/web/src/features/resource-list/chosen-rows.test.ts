import type { StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { type Chosen, follow, NONE_CHOSEN, selectedIn } from "./chosen-rows.ts";
import type { ListRow } from "./list-types.ts";

const row = (name: string, lifecycle_state = "ready", updated_at = "1") =>
  ({ key: `p/t/${name}`, lifecycle_state, updated_at }) as ListRow;
const change = (name: string, lifecycle_state: string | null) =>
  ({ provider: "p", resource: "t", name, lifecycle_state, updated_at: "2" }) as StateChange;
const chosen: Chosen = { filter: "x", rows: new Map(["a", "b"].map((name) => [`p/t/${name}`, row(name)])) };
const states = (rows: ReadonlyMap<string, ListRow>) => [...rows.values()].map((one) => one.lifecycle_state);

describe("what is selected", () => {
  it("stays selected when the list lets go of it, and is as the list shows it", () => {
    const rows = selectedIn([row("c"), null, row("b", "failed")], "x", chosen, false);
    expect([[...rows.keys()], states(rows)]).toEqual([
      ["p/t/a", "p/t/b"],
      ["ready", "failed"],
    ]);
  });

  it("is in a list with other filters what that shows too", () => {
    expect([...selectedIn([row("b"), row("c")], "y", chosen, false).keys()]).toEqual(["p/t/b"]);
  });

  it("is all that is loaded once everything is selected", () => {
    expect([...selectedIn([row("b"), null, row("c")], "y", NONE_CHOSEN, true).keys()]).toEqual(["p/t/b", "p/t/c"]);
  });
});

describe("what has changed", () => {
  it("is selected no more if it is gone, and in its state otherwise", () => {
    const after = follow(chosen, [change("a", null), change("b", "failed"), change("c", "ready")]);
    expect([[...after.rows.keys()], states(after.rows)]).toEqual([["p/t/b"], ["failed"]]);
    // The list may be behind, or ahead.
    expect(states(selectedIn([row("b")], "x", after, false))).toEqual(["failed"]);
    expect(states(selectedIn([row("b", "pending", "3")], "x", after, false))).toEqual(["pending"]);
  });

  it("is nothing if it is not selected", () => {
    expect(follow(chosen, [change("c", null)])).toBe(chosen);
  });
});
