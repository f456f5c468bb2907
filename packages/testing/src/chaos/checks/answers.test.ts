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

it("accepts what the contract knows", () => {
  expect([200, 304, 404].map((status) => found(status))).toEqual([0, 0, 0]);
});

it("finds a 500 and any other answer that the contract does not know, whatever happens beside it", () => {
  expect([500, 400, 409].map((status) => found(status))).toEqual([1, 1, 1]);
  expect(found(500, true)).toBe(1);
});

it("accepts no answer and 503 beside a disturbance only", () => {
  expect([found(null), found(503)]).toEqual([1, 1]);
  expect([found(null, true), found(503, true)]).toEqual([0, 0]);
});

it("accepts that others hold what a request needs", () => {
  const busy = makeRequest(get, { status: 503, answer: { type: "urn:pragma:error:busy" } });
  expect(answers.run(makeFacts({ requests: [busy] }))).toEqual([]);
});

it("finds what was refused and done all the same", () => {
  const cancel = makeRequest({ kind: "cancel", key: KEY }, { status: 409 });
  const history = makeHistory(["CANCEL pending>failed e"]);
  expect(answers.run(makeFacts({ requests: [cancel] }))).toEqual([]);
  expect(answers.run(makeFacts({ requests: [cancel], history }))).toHaveLength(1);
});
