import { expect, it } from "vitest";
import { KEY, makeChange, makeFacts, makeHandler, makeHistory, makeRequest } from "../make-facts.ts";
import { adoption } from "./adoption.ts";

const changes = [makeChange({}, [{ action: "adopt", eventId: "event-1" }])];
const deleting = makeHandler({ method: "delete", operationId: "event-2" });
const history = makeHistory(["DELETE ready>pending event-2"], { correlationId: "undo" });
const revert = makeRequest({ kind: "change-revert", id: "change-1" }, { id: "plan", answer: { id: "change-2" } });
const undo = makeRequest({ kind: "change-apply", id: "change-2" }, { id: "undo" });

it("finds what was made instead of being taken over", () => {
  const [violation] = adoption.run(makeFacts({ changes, handlers: [makeHandler()] }));
  expect(violation).toMatchObject({ key: KEY, message: expect.stringContaining("create (handler 0) ran for it") });
});

it("finds a deletion of what was taken over by undoing that", () => {
  const facts = makeFacts({ changes, handlers: [deleting], history, requests: [revert, undo] });
  expect(adoption.run(facts)).toHaveLength(1);
});

it("knows an update of what was taken over, and a later deletion", () => {
  const update = makeHandler({ method: "update" });
  expect(adoption.run(makeFacts({ changes, handlers: [update, deleting], history, requests: [revert] }))).toEqual([]);
});
