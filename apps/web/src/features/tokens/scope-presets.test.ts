import { scopesOfRole } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { isChosen, scopePresets } from "./scope-presets.ts";

const idsFor = (role: Parameters<typeof scopesOfRole>[0]) => scopePresets(scopesOfRole(role)).map(({ id }) => id);

describe("scopePresets", () => {
  it("offers what the role can grant", () => {
    expect(idsFor("owner")).toEqual(["read", "ci-plan", "ci", "all"]);
    expect(idsFor("member")).toEqual(["read", "ci-plan", "ci", "all"]);
    expect(idsFor("viewer")).toEqual(["read", "all"]);
  });

  it("never offers more than is granted", () => {
    const granted = scopesOfRole("member");
    for (const { scopes } of scopePresets(granted)) expect(granted).toEqual(expect.arrayContaining([...scopes]));
  });

  it("recognises a choice in any order", () => {
    const [read] = scopePresets(scopesOfRole("owner"));
    if (!read) throw new Error("There is no preset");
    expect(isChosen(read, ["ops:read", "providers:read", "resources:read"])).toBe(true);
    expect(isChosen(read, ["resources:read"])).toBe(false);
    expect(isChosen(read, [...read.scopes, "audit:read"])).toBe(false);
  });
});
