import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { answers } from "./answers.ts";

const get = { kind: "get", key: KEY } as const;
const found = (status: number | null, disturbed = false): number =>
  answers.run(
    makeFacts({
      requests: [makeRequest(get, { status })],
      disturbances: disturbed ? [{ what: "kill", whom: "api 0", from: 800, until: 1000 }] : [],
    }),
  ).length;

it("accepts the contract's answers", () => {
  expect([200, 304, 404].map((status) => found(status))).toEqual([0, 0, 0]);
});

it("finds a 500 and any other answer outside the contract, whatever else happens", () => {
  expect([500, 400, 409].map((status) => found(status))).toEqual([1, 1, 1]);
  expect(found(500, true)).toBe(1);
});

it("accepts no answer and 503 only during a disturbance", () => {
  expect([found(null), found(503)]).toEqual([1, 1]);
  expect([found(null, true), found(503, true)]).toEqual([0, 0]);
});

it("accepts a refusal because others hold what a request needs", () => {
  const busy = makeRequest(get, { status: 503, answer: { type: "urn:pragma:error:busy" } });
  expect(answers.run(makeFacts({ requests: [busy] }))).toEqual([]);
});

it("finds a change that was refused but still made", () => {
  const cancel = makeRequest({ kind: "cancel", key: KEY }, { status: 409 });
  const history = makeHistory(["CANCEL pending>failed e"]);
  expect(answers.run(makeFacts({ requests: [cancel] }))).toEqual([]);
  expect(answers.run(makeFacts({ requests: [cancel], history }))).toHaveLength(1);
});
