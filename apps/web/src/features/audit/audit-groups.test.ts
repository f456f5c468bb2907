import type { AuditEntry } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { askedFor, auditGroups, outcomeOf } from "./audit-groups.ts";

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
  });

  it("stays the same group while the request goes on", () => {
    const [first, second, third] = ["resource.retry", "resource.retry", "resource.retry"].map((one) => entry("a", one));
    const idOf = (...entries: (AuditEntry | undefined)[]) =>
      auditGroups(entries.filter((one) => one !== undefined))[0]?.id;
    expect(idOf(third, second, first)).toBe(idOf(second, first));
  });

  it("keeps apart what two actors did under one id, which a client may choose", () => {
    const ben = { actor: { type: "user" as const, id: "ben", name: "Ben" } };
    expect(auditGroups([entry("a", "x"), entry("a", "x", ben)])).toHaveLength(2);
  });

  it("is told by the change that was asked for, or else by what the request did first", () => {
    const [change] = auditGroups([
      entry("a", "resource.apply", { target: "resource:a" }),
      entry("a", "change.apply", { target: "change" }),
      entry("a", "secret.use", { target: "resource:b" }),
    ]);
    expect(change && askedFor(change).target).toBe("change");
    const [other] = auditGroups([entry("b", "resource.detach"), entry("b", "resource.delete")]);
    expect(other && askedFor(other).action).toBe("resource.delete");
  });

  it("shows the worst outcome", () => {
    const [group] = auditGroups([entry("a", "x"), entry("a", "x", { outcome: "denied" }), entry("a", "x")]);
    expect(group && outcomeOf(group)).toBe("denied");
  });
});
