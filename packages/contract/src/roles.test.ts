import { describe, expect, it } from "vitest";
import { ROLES, roleAtLeast, scopesOfRole } from "./roles.ts";

describe("scopesOfRole", () => {
  it("grows from role to role", () => {
    for (const [index, role] of ROLES.entries()) {
      const greater = scopesOfRole(ROLES[index + 1] ?? role);
      expect(scopesOfRole(role).every((scope) => greater.includes(scope))).toBe(true);
    }
  });

  it("gives a member no right to reveal secrets, read the audit or change providers", () => {
    const scopes = scopesOfRole("member");
    expect(scopes).toContain("tokens:write");
    for (const scope of ["secrets:reveal", "audit:read", "providers:write"]) expect(scopes).not.toContain(scope);
  });
});

describe("roleAtLeast", () => {
  it("orders viewer, member, admin, owner", () => {
    expect(roleAtLeast("admin", "member")).toBe(true);
    expect(roleAtLeast("member", "admin")).toBe(false);
    expect(roleAtLeast("owner", "owner")).toBe(true);
  });
});
