import { describe, expect, it } from "vitest";
import { KEY, makeChange, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { changes } from "./changes.ts";

const success = makeHistory([
  "UPDATE ready>pending event-1",
  "UPDATE pending>processing event-1",
  "UPDATE processing>ready event-1",
]);
const failure = makeHistory(["UPDATE ready>pending event-1", "UPDATE pending>failed event-1"]);
const replaced = makeHistory(["UPDATE ready>pending event-1", "UPDATE pending>pending event-2"]);

type Parts = Parameters<typeof makeChange>;
const found = (history: typeof success, ...change: Parts): string[] =>
  changes.run(makeFacts({ history, changes: [makeChange(...change)] })).map(({ message }) => message);

describe("changes", () => {
  it("accepts what its events came to", () => {
    expect(found(success)).toEqual([]);
    expect(found(failure, { status: "failed" }, [{ state: "failed" }])).toEqual([]);
    expect(found(replaced, {}, [{ state: "superseded" }])).toEqual([]);
    expect(
      found([], { counts: { checked: 1 } }, [{ action: "follow", eventId: null, attempts: 0, changes: 0 }]),
    ).toEqual([]);
    // One that was found while it ran shows no differences, and has followed.
    expect(found(success, { counts: { follow: 1 } }, [{ action: "follow", changes: 0 }])).toEqual([]);
  });

  it("finds an action that says something else than its event", () => {
    expect(found(failure)).toEqual([expect.stringContaining("its event event-1 failed")]);
    expect(found(replaced)).toEqual([expect.stringContaining("its event event-1 did not end")]);
    expect(found(success, { status: "failed" }, [{ state: "failed" }])).toHaveLength(1);
  });

  it("takes the last end of an event that was retried", () => {
    const retried = makeHistory([
      ...["UPDATE pending>failed event-1", "RETRY failed>pending event-1", "UPDATE pending>processing event-1"],
      "UPDATE processing>ready event-1",
    ]);
    expect(found(retried)).toEqual([]);
  });

  it("finds a status that its actions do not come to", () => {
    expect(found(failure, {}, [{ state: "failed" }])).toEqual([
      expect.stringContaining("has succeeded, though its action"),
    ]);
    expect(found(success, { status: "failed" })).toEqual([expect.stringContaining("none of its actions did")]);
    expect(found(success, { status: "applying" })).toEqual([expect.stringContaining("is applying in the end")]);
    expect(found(success, { isEnded: true })).toEqual([expect.stringContaining("though it was ended")]);
    expect(found(success, { status: "failed", isEnded: true, blocked: ["x"] })).toEqual([
      expect.stringContaining("x wait"),
    ]);
  });

  it("finds open actions, but for those below a failure", () => {
    expect(found(success, {}, [{ state: "running" }])).toEqual([expect.stringContaining("its action is running")]);
    expect(found(success, {}, [{ isOpen: true }])).toEqual([expect.stringContaining("its action is open")]);
    const below = { state: "failed", isOpen: true, isEventOver: false };
    expect(found([], { status: "failed" }, [below])).toEqual([]);
    expect(found([], { status: "failed" }, [{ ...below, isEventOver: true }])).toHaveLength(1);
  });

  it("finds counts that are not those of the actions", () => {
    expect(found(success, { counts: { update: 2, unchanged: 7 } })).toEqual([
      expect.stringContaining("counts 2 × update instead of 1"),
    ]);
    expect(found(success, { counts: {} })).toEqual([expect.stringContaining("counts 0 × update instead of 1")]);
  });

  it("finds a change that waits for nothing", () => {
    const run = (blocked: string[]): number =>
      changes.run(makeFacts({ waitingChanges: [makeChange({ status: "applying", blocked })] })).length;
    expect([run(["resource:x"]), run([])]).toEqual([0, 1]);
  });

  it("finds what was acknowledged and is in no history", () => {
    const answer = { actions: [{ action: "update", document: 0, changes: [{}] }] };
    const operation = { kind: "change", documents: [{ key: KEY, config: {} }], apply: true } as const;
    const requests = [makeRequest(operation, { status: 201, answer })];
    expect(changes.run(makeFacts({ requests, history: success }))).toEqual([]);
    expect(changes.run(makeFacts({ requests }))).toMatchObject([{ key: KEY }]);
  });
});
