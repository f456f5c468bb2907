import { describe, expect, it } from "vitest";
import { auditInput, isFiltered, NO_AUDIT_FILTERS } from "./audit-filters.ts";

describe("auditInput", () => {
  it("asks for what is set", () => {
    const filters = { ...NO_AUDIT_FILTERS, actor: " ada ", action: "token.create", since: "2026-03-10T12:00:00+02:00" };
    expect(auditInput(filters)).toEqual({
      actor: "ada",
      action: "token.create",
      since: "2026-03-10T10:00:00.000Z",
      limit: 50,
    });
  });

  it("takes the key of a resource for its id, which the log names it by", () => {
    const filters = { ...NO_AUDIT_FILTERS, q: " test/item/a ", target: "test/item/b", actor: "a/b/c" };
    expect(auditInput(filters)).toEqual({
      q: "resource:test_item_a",
      target: "resource:test_item_b",
      actor: "a/b/c",
      limit: 50,
    });
  });

  it("leaves out empty filters and invalid times", () => {
    expect(auditInput({ ...NO_AUDIT_FILTERS, target: "  ", since: "yesterday", until: "" })).toEqual({ limit: 50 });
  });
});

describe("an address of an entry", () => {
  it("begins the list with it", () => {
    expect(auditInput({ ...NO_AUDIT_FILTERS, entry: "12" })).toEqual({ from: "12", limit: 50 });
    expect(auditInput({ ...NO_AUDIT_FILTERS, entry: "twelve" })).toEqual({ limit: 50 });
  });
});

describe("isFiltered", () => {
  it("goes by what is asked", () => {
    expect(isFiltered(NO_AUDIT_FILTERS)).toBe(false);
    expect(isFiltered({ ...NO_AUDIT_FILTERS, q: " " })).toBe(false);
    expect(isFiltered({ ...NO_AUDIT_FILTERS, q: "shop" })).toBe(true);
  });
});
