import { expect, it } from "vitest";
import { type Activity, activityWords, changeWords, tookWords } from "./activity-words.ts";

const activity = (
  event_type: string,
  from_state: Activity["from_state"],
  to_state: Activity["to_state"],
): Activity => ({
  id: "1",
  resource_id: "resource:test_item_a",
  key: "test/item/a",
  timestamp: "2026-01-01T00:00:03.2Z",
  begun_at: "2026-01-01T00:00:00Z",
  event_type,
  from_state,
  to_state,
  error: null,
  actor: { type: "user", id: "u", name: "Ada" },
  change_id: null,
  drift: null,
  resources: 1,
  attempts: 1,
  failed: 0,
});

it.each([
  [{ ...activity("DRIFT", "ready", "ready"), attempts: 0, drift: "missing" }, "found missing"],
  [{ ...activity("DRIFT", "ready", "ready"), attempts: 0 }, "other drift found"],
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

it("counts attempts, and the resources of a change", () => {
  const given = activity("UPDATE", "processing", "failed");
  expect(activityWords({ ...given, attempts: 5 })).toBe("update failed, attempt 5");
  expect(changeWords({ ...given, resources: 1200, failed: 0 })).toBe("change of 1,200 resources");
  expect(changeWords({ ...given, resources: 7, failed: 1 })).toBe("change of 7 resources, 1 failed");
});

it("says how long it took, once it is settled", () => {
  expect(tookWords(activity("UPDATE", "processing", "ready"))).toBe("took 3.2 s");
  expect(tookWords(activity("UPDATE", "processing", "failed"))).toBe("took 3.2 s");
  expect(tookWords(activity("DELETE", "processing", null))).toBe("took 3.2 s");
  expect(tookWords(activity("CREATE", "processing", "pending"))).toBeNull();
  expect(tookWords({ ...activity("METADATA", "ready", "ready"), attempts: 0 })).toBeNull();
});
