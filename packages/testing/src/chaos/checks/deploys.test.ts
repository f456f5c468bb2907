import { expect, it } from "vitest";
import { KEY, makeFacts, makeHandler, makeHistory, makeRequest } from "../make-facts.ts";
import { deploys } from "./deploys.ts";

const probe = (release: string) =>
  ({ kind: "probe", key: KEY, deployed: "two", release, config: { [`only_${release}`]: "hidden" } }) as const;
const answer = { config: { only_two: "********" } };
const history = makeHistory(["CREATE ->pending event-1"]);
const found = (request: ReturnType<typeof makeRequest>, release = "two", more = [request]): number =>
  deploys.run(makeFacts({ requests: more, history, handlers: [makeHandler({ release })] })).length;

it("accepts the schema, the secrets and the program of the deployed version", () => {
  expect(found(makeRequest(probe("two"), { answer }))).toBe(0);
  expect(found(makeRequest(probe("one"), { status: 422 }))).toBe(0);
});

it("finds the schema, the secrets or the program of another version", () => {
  expect(found(makeRequest(probe("two"), { status: 422 }))).toBe(1);
  expect(found(makeRequest(probe("one"), { answer }))).toBe(1);
  expect(found(makeRequest(probe("two"), { answer: { config: { only_two: "hidden" } } }))).toBe(1);
  expect(found(makeRequest(probe("two"), { answer }), "one")).toBe(1);
});

it("finds a type that is accepted after its provider was deleted", () => {
  const late = { ...probe("two"), deployed: null };
  expect(found(makeRequest(late, { status: 409 }))).toBe(0);
  expect(found(makeRequest(late, { answer }))).toBe(1);
});

it("lets a later attempt run a version deployed later", () => {
  const request = makeRequest(probe("two"), { answer });
  const next = makeRequest({ kind: "deploy", version: "1" }, { startedAt: 960, status: 202 });
  expect(found(request, "one", [request, next])).toBe(0);
});
