import { expect, it } from "vitest";
import { type Activity, activityWords, actorWords } from "./activity-words.ts";

const activity = (
  event_type: string,
  from_state: Activity["from_state"],
  to_state: Activity["to_state"],
): Activity => ({
  id: "1",
  resource_id: "resource:test_item_a",
  key: "test/item/a",
  timestamp: "2026-01-01T00:00:00Z",
  event_type,
  from_state,
  to_state,
  generation: 1,
  error: null,
  actor: { type: "user", id: "u", name: "Ada" },
  correlation_id: "c",
  event_id: null,
  change_id: null,
});

it.each([
  [activity("CREATE", null, "pending"), "creation requested"],
  [activity("CREATE", "processing", "pending"), "creation is retried"],
  [activity("UPDATE", "pending", "processing"), "update sent to the provider"],
  [activity("UPDATE", "processing", "ready"), "update succeeded"],
  [activity("DELETE", "processing", "failed"), "deletion failed"],
  [activity("DELETE", "processing", null), "deleted"],
  [activity("UPDATE", "ready", "draft"), "change staged"],
  [activity("RETRY", "failed", "pending"), "retried"],
  [activity("SOMETHING_NEW", "ready", "ready"), "something new"],
])("says what happened", (given, words) => {
  expect(activityWords(given)).toBe(words);
});

it("says who did it, by name or else by id", () => {
  expect(actorWords({ type: "user", id: "u", name: "Ada" })).toBe("Ada");
  expect(actorWords({ type: "token", id: "t", name: "deploys" })).toBe("token deploys");
  expect(actorWords({ type: "user", id: "u", name: null })).toBe("u");
});
