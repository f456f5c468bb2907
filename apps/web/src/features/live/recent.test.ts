import type { LifecycleState, StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { Recent } from "./recent.ts";

function change(name: string, lifecycle_state: LifecycleState): StateChange {
  return {
    id: "1",
    resource_id: `resource:test_item_${name}`,
    provider: "test",
    resource: "item",
    name,
    lifecycle_state,
    generation: 1,
    error: null,
    updated_at: "2026-01-01T00:00:00.000Z",
  };
}

const shown = (changes: readonly StateChange[]): string[] =>
  changes.map(({ name, lifecycle_state }) => `${name} ${lifecycle_state}`);

describe("Recent", () => {
  it("has the last event of each thing, in the order of these", () => {
    const recent = new Recent<StateChange>(({ resource_id }) => resource_id);
    recent.add([change("a", "pending"), change("b", "pending")], 0);
    recent.add([change("a", "ready")], 1000);
    expect(shown(recent.all(1000))).toEqual(["b pending", "a ready"]);
  });

  it("forgets what is older than the data that pages take for fresh", () => {
    const recent = new Recent<StateChange>(({ resource_id }) => resource_id);
    recent.add([change("a", "ready")], 0);
    recent.add([change("b", "ready")], 20_000);
    expect(shown(recent.all(30_000))).toEqual(["a ready", "b ready"]);
    expect(shown(recent.all(30_001))).toEqual(["b ready"]);
    expect(shown(recent.all(50_001))).toEqual([]);
  });
});
