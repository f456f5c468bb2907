import { ROLES } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { grantableRoles, isLastOwner, mayManage, mayTransferTo } from "./member-rules.ts";

const owner = { userId: "o", role: "owner" } as const;
const admin = { userId: "a", role: "admin" } as const;
const member = { userId: "m", role: "member" } as const;
const other = (role: (typeof ROLES)[number]) => ({ user_id: "x", role });

describe("grantableRoles", () => {
  it("gives owners all, admins all but owner, and others none", () => {
    expect(grantableRoles("owner")).toEqual(ROLES);
    expect(grantableRoles("admin")).toEqual(["viewer", "member", "admin"]);
    expect(grantableRoles("member")).toEqual([]);
    expect(grantableRoles("viewer")).toEqual([]);
  });
});

describe("mayManage", () => {
  it("lets owners manage everybody else", () => {
    for (const role of ROLES) expect(mayManage(owner, other(role))).toBe(true);
  });

  it("keeps admins from owners, and everybody from themselves", () => {
    expect(mayManage(admin, other("owner"))).toBe(false);
    expect(mayManage(admin, other("admin"))).toBe(true);
    expect(mayManage(admin, { user_id: "a", role: "admin" })).toBe(false);
    expect(mayManage(owner, { user_id: "o", role: "owner" })).toBe(false);
  });

  it("lets nobody below admins", () => {
    for (const role of ROLES) expect(mayManage(member, other(role))).toBe(false);
  });
});

describe("ownership", () => {
  it("goes from owners to members who are not", () => {
    expect(mayTransferTo(owner, other("viewer"))).toBe(true);
    expect(mayTransferTo(owner, other("owner"))).toBe(false);
    expect(mayTransferTo(owner, { user_id: "o", role: "admin" })).toBe(false);
    expect(mayTransferTo(admin, other("viewer"))).toBe(false);
  });

  it("must not end with the last owner", () => {
    const me = { user_id: "o", role: "owner" } as const;
    expect(isLastOwner(owner, [me, other("admin")])).toBe(true);
    expect(isLastOwner(owner, [me, other("owner")])).toBe(false);
    expect(isLastOwner(admin, [me])).toBe(false);
  });
});
