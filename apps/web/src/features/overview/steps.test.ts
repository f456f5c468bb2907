import { type Role, scopesOfRole } from "@pragma/contract";
import { expect, it } from "vitest";
import { type Checklist, stepsFor } from "./steps.ts";

const nothing: Checklist = {
  token_created: false,
  resource_applied: false,
  resource_ready: false,
  provider_pushed: false,
  provider_deployed: false,
  member_joined: false,
  worker_alive: true,
};

const viewer = (role: Role) => ({ organizationId: "an-organization", scopes: [...scopesOfRole(role)] });

it("names the organization that the example is for", () => {
  const [, create] = stepsFor(nothing, viewer("owner"));
  expect(create?.command).toBe("npm run example -- --organization an-organization");
});

it("leads an owner from a token to a provider, and ticks off what is done", () => {
  const steps = stepsFor({ ...nothing, token_created: true, member_joined: true }, viewer("owner"));
  expect(steps.map(({ title, isDone }) => [title, isDone])).toEqual([
    ["Create a token", true],
    ["Create a resource", false],
    ["See it ready", false],
    ["Invite somebody", true],
    ["Push a provider", false],
  ]);
});

it("asks of nobody what their role may not do", () => {
  expect(stepsFor(nothing, viewer("member"))).toHaveLength(3);
  expect(stepsFor(nothing, viewer("viewer"))).toEqual([]);
});

it("says so when no worker will ever make it ready", () => {
  const [, , ready] = stepsFor({ ...nothing, worker_alive: false }, viewer("owner"));
  expect(ready?.text).toContain("No worker");
});
