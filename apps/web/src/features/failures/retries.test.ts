import type { LifecycleState, StateChange } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { failureOf } from "./failure.fixture.ts";
import {
  answered,
  answeredAll,
  asked,
  done,
  followed,
  type Retries,
  rowsOf,
  underWay,
  withdrawn,
  without,
} from "./retries.ts";

const failure = (name: string, failedAt: string) => failureOf(name, { failed_at: failedAt });
const change = (name: string, state: LifecycleState | null, error: string | null = null): StateChange => ({
  id: "1",
  resource_id: `resource:test_item_${name}`,
  provider: "test",
  resource: "item",
  name,
  lifecycle_state: state,
  generation: 1,
  error,
  updated_at: "2026-01-01T00:00:00Z",
});

const a = failure("a", "2026-01-01T00:00:03Z");
const b = failure("b", "2026-01-01T00:00:02Z");
const c = failure("c", "2026-01-01T00:00:01Z");
const none: Retries = new Map();
const phases = (retries: Retries) => [...retries.values()].map(({ phase }) => phase);

describe("a retry", () => {
  it("goes from asked to ready as the stream reports, and is then done", () => {
    let retries = answered(asked(none, [a]), [{ event_id: a.event_id, outcome: "retried", message: null }]);
    expect(phases(retries)).toEqual(["pending"]);
    retries = followed(retries, [change("a", "processing")]);
    expect(phases(retries)).toEqual(["processing"]);
    expect(done(retries)).toEqual([]);
    retries = followed(retries, [change("a", "ready")]);
    expect(done(retries)).toEqual([a.event_id]);
    expect(without(retries, done(retries)).size).toBe(0);
  });

  it("takes the last of a batch's changes, and those that come before the answer", () => {
    const retries = followed(asked(none, [a]), [change("a", "pending"), change("a", "failed", "again")]);
    expect(retries.get(a.event_id)).toMatchObject({ phase: "failed", message: "again" });
    expect(answered(retries, [{ event_id: a.event_id, outcome: "retried", message: null }])).toEqual(retries);
  });

  it("says why it was skipped, and is not moved by what becomes of the resource later", () => {
    const message = "it is ready, not failed";
    const retries = answered(asked(none, [a]), [{ event_id: a.event_id, outcome: "skipped", message }]);
    expect(retries.get(a.event_id)).toMatchObject({ phase: "skipped", message });
    expect(followed(retries, [change("a", "processing")])).toBe(retries);
  });

  it("is done when its resource is gone", () => {
    expect(done(followed(asked(none, [a]), [change("a", null)]))).toEqual([a.event_id]);
  });

  it("is forgotten if the server did not answer, unless the stream has reported it", () => {
    const retries = followed(asked(none, [a, b]), [change("b", "pending")]);
    expect([...withdrawn(retries, [a.event_id, b.event_id]).keys()]).toEqual([b.event_id]);
  });

  it("of all is skipped for what is still listed", () => {
    expect(phases(answeredAll(asked(none, [a, b]), [b]))).toEqual(["pending", "skipped"]);
  });

  it("of all has failed again for what is listed anew", () => {
    const again = failure("b", "2026-01-01T00:00:09Z");
    expect(phases(answeredAll(asked(none, [b, c]), [again, c]))).toEqual(["failed", "skipped"]);
  });

  it("whose failure was deleted is forgotten once its end is known", () => {
    const skipped = [{ event_id: a.event_id, outcome: "skipped" as const, message: null }];
    const retries = underWay(answered(asked(none, [a, b]), skipped));
    expect([...retries.keys()]).toEqual([b.event_id]);
    expect(rowsOf([], retries)).toHaveLength(1);
  });

  it("is the same object where nothing concerns it", () => {
    const retries = asked(none, [a]);
    expect(followed(retries, [change("z", "ready")])).toBe(retries);
  });
});

describe("rows", () => {
  it("keep what is being retried in its place, though it is no longer listed", () => {
    const rows = rowsOf([a, c], asked(none, [b]));
    expect(rows.map(({ failure: { resource_name } }) => resource_name)).toEqual(["a", "b", "c"]);
    expect(rows.map(({ retry }) => retry?.phase)).toEqual([undefined, "asked", undefined]);
  });

  it("show a failure that came again once, as it is listed", () => {
    const again = failure("b", "2026-01-01T00:00:09Z");
    const retries = followed(asked(none, [b]), [change("b", "failed")]);
    expect(rowsOf([a], retries)).toHaveLength(1);
    const rows = rowsOf([again, a], retries);
    expect(rows.map(({ failure: { failed_at } }) => failed_at)).toEqual([again.failed_at, a.failed_at]);
    expect(rows[0]?.retry?.phase).toBe("failed");
  });
});
