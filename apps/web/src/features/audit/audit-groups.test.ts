import type { AuditEntry } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { actionsOf, auditGroups, changeOf, exampleOf, outcomeOf } from "./audit-groups.ts";

let id = 0;
const entry = (correlation: string, action: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: String(++id),
  timestamp: "2026-01-01T00:00:00Z",
  actor: { type: "user", id: "ann", name: "Ann" },
  action,
  target: "x",
  outcome: "success",
  correlation_id: correlation,
  details: {},
  ...more,
});

describe("the audit log, grouped", () => {
  it("has one group for what one request did, in the order of the log", () => {
    const groups = auditGroups([
      entry("c", "token.create"),
      entry("b", "resource.apply"),
      entry("b", "resource.apply"),
      entry("b", "change.apply"),
      entry("a", "token.create"),
      entry("b", "token.create"),
    ]);
    expect(groups.map(({ entries }) => entries.length)).toEqual([1, 3, 1, 1]);
    expect(groups.map(actionsOf)[1]).toBe("change.apply, resource.apply × 2");
  });

  it("keeps apart what two actors did under one id, which a client may choose", () => {
    const ben = { actor: { type: "user" as const, id: "ben", name: "Ben" } };
    expect(auditGroups([entry("a", "x"), entry("a", "x", ben)])).toHaveLength(2);
  });

  it("names a resource of a change, not the change", () => {
    const [group] = auditGroups([
      entry("a", "change.apply", { target: "change" }),
      entry("a", "resource.apply", { target: "resource:a" }),
    ]);
    expect(group && exampleOf(group).target).toBe("resource:a");
    expect(group && changeOf(group)?.target).toBe("change");
    const [alone] = auditGroups([entry("b", "resource.apply")]);
    expect(alone && changeOf(alone)).toBeUndefined();
  });

  it("shows the worst outcome", () => {
    const [group] = auditGroups([entry("a", "x"), entry("a", "x", { outcome: "denied" }), entry("a", "x")]);
    expect(group && outcomeOf(group)).toBe("denied");
  });
});
