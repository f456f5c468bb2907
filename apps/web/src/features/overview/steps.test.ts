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

const viewer = (role: Role) => ({ scopes: [...scopesOfRole(role)] });
const steps = (checklist: Checklist, role: Role) => stepsFor(checklist, viewer(role), "npm run example");

it("leads an owner from a token to a provider, and ticks off what is done", () => {
  const shown = steps({ ...nothing, token_created: true, member_joined: true }, "owner");
  expect(shown.map(({ title, isDone }) => [title, isDone])).toEqual([
    ["Create a token", true],
    ["Create a resource", false],
    ["See it ready", false],
    ["Invite someone", true],
    ["Push a provider", false],
  ]);
});

it("asks nobody for what their role does not allow", () => {
  expect(steps(nothing, "member")).toHaveLength(3);
  expect(steps(nothing, "viewer")).toEqual([]);
});

it("says so when no worker will ever make it ready", () => {
  const [, , ready] = steps({ ...nothing, worker_alive: false }, "owner");
  expect(ready?.text).toContain("No worker");
});
