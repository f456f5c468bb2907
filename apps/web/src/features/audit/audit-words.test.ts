import { AUDIT_ACTIONS, type AuditEntry } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { actionWords, targetName } from "./audit-words.ts";

type Told = Pick<AuditEntry, "action" | "target" | "details" | "outcome">;

function sentence(action: string, details: AuditEntry["details"] = {}, more: Partial<Told> = {}): string {
  const entry: Told = { action, target: "T", details, outcome: "success", ...more };
  const { before, namesTarget, after } = actionWords(entry);
  return `${before}${namesTarget ? targetName(entry) : ""}${after}`;
}

describe("an entry of the audit log as a sentence", () => {
  it.each(AUDIT_ACTIONS)("has words for %s, also without details", (action) => {
    const words = sentence(action);
    expect(words).toMatch(/^[a-z][a-z]+ /);
    expect(words).not.toMatch(/undefined|null|\{|\}|NaN|\[object|_|\s$| {2}/);
  });

  it.each([
    ["resource.apply", { change: "CREATE", generation: 1 }, "created T"],
    ["resource.apply", { change: "UPDATE", generation: 2 }, "updated T"],
    ["resource.apply", { change: "stage", generation: 2 }, "saved a draft of T"],
    ["resource.reveal", { values: ["config.password"] }, "revealed 1 value of T"],
    ["secret.use", { used_by: "resource:postgres_role_shop" }, "let postgres/role/shop use T"],
    ["change.end", { running: "cancel" }, "stopped the change T and cancelled what was running"],
    ["dead_letter.delete_all", { provider: null, count: 1200 }, "deleted 1,200 failures"],
    ["dead_letter.delete_all", { provider: "s3", count: 1 }, "deleted 1 failure of the provider T"],
    [
      "provider.deploy",
      { version: "2", from: "1", force: true },
      "deployed version 2 of the provider T in place of 1, with force",
    ],
    ["provider.deploy", { version: "2", from: null, force: false }, "deployed version 2 of the provider T"],
    ["provider.delete", { cascade: true, resources_deleted: 3 }, "deleted the provider T and 3 resources"],
    ["token.create", { name: "CI" }, "created the token CI"],
    ["member.join", { email: "a@b.c", role: "admin" }, "joined the organization as an admin"],
    [
      "member.role",
      { email: "a@b.c", role: "admin", former: "viewer" },
      "changed the role of a@b.c from viewer to admin",
    ],
    ["invitation.create", { role: "viewer", email: "a@b.c" }, "invited a@b.c as a viewer"],
    ["invitation.create", { role: "member", email: null }, "created an invitation to join as a member"],
    [
      "organization.limit",
      { name: "Acme", limit: "requests", before: null, after: 50 },
      "changed the limit of requests of Acme from the default to 50",
    ],
    ["organization.rename", { name: "Acme", former: "Ace" }, "renamed the organization from Ace to Acme"],
    [
      "organization.settings",
      { check_every: 600, former: null },
      "changed how often resources are checked for drift from every hour (as usual) to every 10 min",
    ],
    ["account.operator", { email: "a@b.c", operator: false }, "made a@b.c an ordinary account"],
    ["account.update", { name: "Ada", former: null }, "changed their name to Ada"],
    ["view.share", { name: "Failing", query: "state=failed" }, "shared the view Failing"],
  ])("%s with %j: %s", (action, details, words) => {
    expect(sentence(action, details)).toBe(words);
  });

  it("says that an operator refused an address", () => {
    const details = { email: "a@b.c", by: "operator" };
    expect(sentence("account.email", details)).toBe("confirmed the email a@b.c");
    expect(sentence("account.email", details, { outcome: "denied" })).toBe("refused the email a@b.c");
  });

  it("names its target where its own words do, whatever braces are in names", () => {
    const renamed = { name: "{} Ltd {}", former: "Acme" };
    expect(sentence("organization.rename", renamed)).toBe("renamed the organization from Acme to {} Ltd {}");
    expect(sentence("provider.push", { version: "{}" })).toBe("pushed version {} of the provider T");
    expect(sentence("a{}b.c")).toBe("did “a{}b.c” to T");
  });

  it("has words for what another version did", () => {
    expect(sentence("webhook.create")).toBe("did “webhook.create” to T");
  });
});
