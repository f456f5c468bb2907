import type { Resource } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { type ResourceTab, tabsOf } from "./resource-tabs.ts";

const tabs = (more: Partial<Resource>, { open = "overview" as ResourceTab, capabilities = ["health"] } = {}) => {
  const resource = { provider: "postgres", lifecycle_state: "ready", error: null, ...more } as Resource;
  return tabsOf(resource, capabilities, open).map(({ value }) => value);
};

describe("the tabs of a resource", () => {
  it.each<[Partial<Resource>, string[]]>([
    [{}, ["overview", "history", "logs", "health"]],
    [{ lifecycle_state: "failed" }, ["overview", "history", "logs", "health", "failure"]],
    [{ lifecycle_state: "pending", pending_event_id: "1" }, ["overview", "history", "logs", "health"]],
    [{ lifecycle_state: "pending", error: "no luck" }, ["overview", "history", "logs", "health", "failure"]],
    [{ provider: "pragma" }, ["overview", "history"]],
    [{ provider: "pragma", lifecycle_state: "failed" }, ["overview", "history", "failure"]],
  ])("of %j are those that have something to show", (resource, expected) => {
    expect(tabs(resource, { capabilities: resource.provider === "pragma" ? [] : ["health"] })).toEqual(expected);
  });

  it("leave out the health that no provider knows", () => {
    expect(tabs({}, { capabilities: ["observe", "logs"] })).toEqual(["overview", "history", "logs"]);
  });

  it("include the one that is open", () => {
    expect(tabs({ provider: "pragma" }, { capabilities: [], open: "logs" })).toEqual(["overview", "history", "logs"]);
  });
});
