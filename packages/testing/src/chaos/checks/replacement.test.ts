import { expect, it } from "vitest";
import type { Facts } from "../facts.ts";
import { makeChange, makeFacts, makeHandler, makeHistory, makeObject, makeRequest } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { replacement } from "./replacement.ts";

const KEY = "chaos/volume/a";
const id = idOf(KEY);
const history = makeHistory(
  [
    "CREATE ->pending event-1",
    "CREATE pending>processing event-1",
    "CREATE processing>ready event-1",
    "UPDATE ready>pending event-2",
    "UPDATE pending>processing event-2",
    "DELETE processing>pending event-2",
    "CREATE pending>processing event-2",
    "CREATE processing>ready event-2",
  ],
  { key: KEY },
);
const change = { kind: "change", documents: [{ key: KEY, config: {} }], apply: true } as const;
const requests = [makeRequest({ ...change, allowReplace: true })];
const handlers = [
  makeHandler({ number: 0, id, outputs: { serial: "s0" } }),
  makeHandler({ number: 1, id, method: "delete", operationId: "event-2" }),
  makeHandler({ number: 2, id, operationId: "event-2", outputs: { serial: "s1" } }),
];
const objects = [makeObject({ removedBy: 1 }), makeObject({ serial: "s1", madeBy: 2 })];

function messages(facts: Partial<Facts>): string[] {
  return replacement.run(makeFacts({ history, requests, handlers, objects, ...facts })).map(({ message }) => message);
}

it("knows a replacement", () => {
  expect(messages({ changes: [makeChange({}, [{ key: KEY, action: "replace", eventId: "event-2" }])] })).toEqual([]);
});

it("finds one without leave", () => {
  expect(messages({ requests: [makeRequest(change)] })).toEqual(["history 6 replaces it without leave"]);
});

it("finds an old thing that stays, was not deleted, or was deleted too late", () => {
  expect(messages({ objects: [makeObject()] })).toEqual(["its old thing s0 is still there after history 6"]);
  expect(messages({ handlers: handlers.filter(({ number }) => number !== 1) })).toHaveLength(1);
  const late = { ...(handlers[1] as (typeof handlers)[number]), number: 3 };
  expect(messages({ handlers: [...handlers.filter(({ number }) => number !== 1), late] })).toEqual([
    "create (handler 2) ran before its old thing was deleted (handler 3)",
    "delete (handler 3) ran after another was made",
  ]);
});

it("finds a change that only says so", () => {
  expect(messages({ changes: [makeChange({}, [{ key: KEY, action: "replace", eventId: "event-9" }])] })).toEqual([
    "change change-1 says that it has replaced it",
  ]);
});
