import { expect, it } from "vitest";
import type { HistoryFact, StreamEvent } from "../facts.ts";
import { makeFacts, makeHistory, SPACE } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { streams } from "./streams.ts";

const history = makeHistory(["CREATE ->pending e", "CREATE pending>processing e", "CREATE processing>ready e"]);
const [first, second, third] = history.map(
  ({ key, to, generation, at, id }: HistoryFact): StreamEvent => ({
    ...{ kind: "change", at: at + 50, id: `id-${id}`, resourceId: idOf(key), state: to, generation, updatedAt: at },
  }),
) as [StreamEvent, StreamEvent, StreamEvent];
const open: StreamEvent = { kind: "open", at: 500, resumedFrom: null };
const closed: StreamEvent = { kind: "closed", at: 1500 };
const found = (...events: StreamEvent[]): number =>
  streams.run(makeFacts({ history, streams: [{ space: SPACE, reader: "r", events }] })).length;

it("accepts everything in order, and again after a resumption", () => {
  expect(found(open, first, second, third)).toBe(0);
  expect(found(open, first, closed, { ...open, at: 1600, resumedFrom: "id-1" }, first, second, third)).toBe(0);
});

it("finds missing events", () => {
  expect(found(open, first, third)).toBe(1);
  expect(found(open, first, closed, { ...open, at: 2500, resumedFrom: "id-1" }, third)).toBe(1);
});

it("expects nothing from before the first connection, or before a reset", () => {
  expect(found({ ...open, at: 2500 }, third)).toBe(0);
  expect(
    found(open, first, closed, { ...open, at: 2500, resumedFrom: "id-1" }, { kind: "reset", at: 2510 }, third),
  ).toBe(0);
});

it("finds events in another order", () => {
  expect(found(open, first, third, second)).toBe(1);
});
