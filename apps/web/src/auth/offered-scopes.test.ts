import { scopesOfRole } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { offeredScopes } from "./offered-scopes.ts";

const viewer = new Set(scopesOfRole("viewer"));

describe("offeredScopes", () => {
  it.each([
    [null, ["resources:read", "providers:read", "ops:read"]],
    ["resources:read resources:write", ["resources:read"]],
    ["ops:read resources:read", ["resources:read", "ops:read"]],
    ["resources:read resources:everything", ["resources:read"]],
    ["secrets:reveal", []],
    ["", []],
  ])("of %j, a viewer is offered %j", (asked, offered) => {
    expect(offeredScopes(asked, viewer)).toEqual(offered);
  });
});
