import { describe, expect, it } from "vitest";
import type { ExplainedResource, Explanation } from "./explanation.ts";
import { explanationWords } from "./explanation-words.ts";

const step = (name: string, more: Partial<ExplainedResource>): ExplainedResource => ({
  id: `resource:test_item_${name}`,
  key: `test/item/${name}`,
  lifecycle_state: "pending",
  cause: "waits",
  unfit_connection: null,
  deleting: false,
  error: null,
  error_kind: null,
  since: null,
  event_id: null,
  attempt: null,
  next_attempt_at: null,
  ...more,
});

const words = (way: ExplainedResource[], more: Partial<Explanation> = {}) =>
  explanationWords({ way, others: 0, truncated: false, max_attempts: 5, ...more });
const said = (...way: ExplainedResource[]) =>
  words(way)
    ?.sentence.map(({ text }) => text)
    .join("");

describe("an explanation", () => {
  it("says nothing of what nothing keeps", () => {
    expect(words([])).toBeNull();
  });

  it.each<[Partial<ExplainedResource>, string]>([
    [{ cause: "failed", lifecycle_state: "failed", error: "no" }, "Failed"],
    [{ cause: "failed", lifecycle_state: "failed", deleting: true }, "Deletion failed"],
    [{ cause: "unfit", unfit_connection: "b/connection/c" }, "Its connection b/connection/c is of another provider"],
    [{ cause: "paused" }, "Paused: it waits until it is resumed"],
    [{ cause: "paused", deleting: true }, "Deletion paused: it waits until it is resumed"],
    [{ cause: "unapplied", lifecycle_state: "draft" }, "A draft: this config has not been applied yet"],
    [{ cause: "retrying", attempt: 2, error: "no" }, "Attempt 2 of 5 failed"],
    [{ cause: "retrying", attempt: 2, deleting: true }, "Attempt 2 of 5 to delete it failed"],
    [{ cause: "running", attempt: 1 }, "The provider is working on it: attempt 1 of 5"],
    [{ cause: "running", attempt: 3, deleting: true }, "The provider is deleting it: attempt 3 of 5"],
    [{ cause: "ending" }, "Waiting for the provider to stop working on a cancelled event"],
    [{ cause: "queued" }, "Queued"],
    [{ cause: "queued", deleting: true }, "Deletion queued"],
    [{ cause: "queued", lifecycle_state: "ready" }, "A value it uses may have changed and will be checked next"],
  ])("of %j alone is %j", (own, sentence) => {
    expect(said(step("a", own))).toBe(sentence);
  });

  it.each<[Partial<ExplainedResource>, string]>([
    [{ cause: "failed" }, "which failed"],
    [{ cause: "failed", deleting: true }, "whose deletion failed"],
    [{ cause: "unfit", unfit_connection: "b/connection/c" }, "which names a connection of another provider"],
    [{ cause: "absent" }, "which does not exist"],
    [{ cause: "unserved" }, "which does not exist, and no provider serves its type"],
    [{ cause: "paused" }, "which is paused"],
    [{ cause: "unapplied" }, "which is a draft that was never applied"],
    [{ cause: "retrying", attempt: 4 }, "which failed at attempt 4 of 5 and will be retried"],
    [{ cause: "running" }, "which its provider is working on"],
    [{ cause: "running", deleting: true }, "which is being deleted"],
    [{ cause: "ending" }, "which waits for its provider to stop working on a cancelled event"],
    [{ cause: "queued" }, "which waits for its turn"],
    [{ cause: "waits" }, "which waits for others"],
  ])("ends at %j with %j", (root, clause) => {
    expect(said(step("a", {}), step("b", root))).toBe(`Waiting for test/item/b, ${clause}`);
  });

  it.each<[Partial<ExplainedResource>, string]>([
    [{ deleting: true }, "Deletion waiting for"],
    [{ lifecycle_state: "ready" }, "A value it uses may have changed; waiting for"],
    [{ lifecycle_state: "failed" }, "Failed; will be checked again after"],
  ])("of %j begins with %j", (own, opening) => {
    expect(said(step("a", own), step("b", { cause: "queued" }))).toBe(
      `${opening} test/item/b, which waits for its turn`,
    );
  });

  it("names each step of a short way, and the ends of a long one", () => {
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => step(name, {}));
    const failed = step("z", { cause: "failed" });
    expect(said(a as never, b as never, failed)).toBe(
      "Waiting for test/item/b, which waits for test/item/z, which failed",
    );
    expect(said(a as never, b as never, c as never, d as never, step("e", {}), step("f", {}), failed)).toBe(
      "Waiting for test/item/b, which waits, through 4 others, for test/item/z, which failed",
    );
  });

  it("names the failure at its root, links every resource, and counts the others", () => {
    const root = step("b", { cause: "failed", error: "password authentication failed" });
    const told = words([step("a", {}), { ...root, error_kind: "config" as const }]);
    expect(told?.failure).toMatchObject({ key: "test/item/b", onlyEditHelps: true });
    expect(words([step("a", {}), root], { others: 1 })).toMatchObject({
      tone: "danger",
      sentence: [{ text: "Waiting for " }, { key: "test/item/b" }, { text: ", which failed" }],
      failure: { key: "test/item/b", error: "password authentication failed", isEarlier: false, onlyEditHelps: false },
      others: "One more resource it waits for has the same problem.",
    });
    expect(words([step("a", {}), root], { others: 1200 })?.others).toContain("1,200 more");
  });

  it("tells when the next attempt begins, only where that is the reason", () => {
    const next_attempt_at = "2026-01-01T00:00:00.000Z";
    expect(words([step("a", { cause: "retrying", error: "no", next_attempt_at })])).toMatchObject({
      tone: "warning",
      nextAttemptAt: next_attempt_at,
    });
    expect(words([step("a", { cause: "queued", next_attempt_at })])).toMatchObject({ nextAttemptAt: null });
  });
});
