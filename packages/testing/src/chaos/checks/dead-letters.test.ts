import { expect, it } from "vitest";
import { makeDeadLetter, makeFacts, makeHistory } from "../make-facts.ts";
import { deadLetters } from "./dead-letters.ts";

const failing = ["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>failed event-1"];
const found = (steps: string[], ...events: string[]): number =>
  deadLetters.run(
    makeFacts({ history: makeHistory(steps), deadLetters: events.map((eventId) => makeDeadLetter({ eventId })) }),
  ).length;

it("expects a dead letter for each failed event", () => {
  expect(found(failing, "event-1")).toBe(0);
  expect(found(failing)).toBe(1);
  expect(found(["CREATE ->pending event-1", "CREATE pending>failed event-1"])).toBe(1);
});

it("expects one for each event of a resource that fails once more by itself", () => {
  const again = [...failing, "STALE failed>failed", "UPDATE failed>failed event-2"];
  expect([found(again, "event-1", "event-2"), found(again, "event-1")]).toEqual([0, 1]);
});

it("expects none for events that were cancelled, ended with their change, retried or followed by a success, or whose resource is gone", () => {
  const cancelled = ["CREATE ->pending event-1", "CANCEL pending>failed event-1"];
  expect([found(cancelled), found(cancelled, "event-1")]).toEqual([0, 1]);
  const ended = ["CREATE ->pending event-1", "END pending>failed event-1"];
  expect([found(ended), found(ended, "event-1")]).toEqual([0, 1]);
  const retried = [...failing, "RETRY failed>pending event-1"];
  expect([found(retried), found(retried, "event-1")]).toEqual([0, 1]);
  const good = [
    ...failing,
    "UPDATE failed>pending event-2",
    "UPDATE pending>processing event-2",
    "UPDATE processing>ready event-2",
  ];
  expect([found(good), found(good, "event-1")]).toEqual([0, 1]);
  const gone = [
    ...failing,
    "DELETE failed>pending event-2",
    "DELETE pending>processing event-2",
    "DELETE processing>- event-2",
  ];
  expect([found(gone), found(gone, "event-1")]).toEqual([0, 1]);
});

it("does not mistake a later step of a failed resource for a failure", () => {
  expect(found([...failing, "STALE failed>failed", "METADATA failed>failed"], "event-1")).toBe(0);
});
