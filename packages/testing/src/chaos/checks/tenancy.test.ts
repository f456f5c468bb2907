import { expect, it } from "vitest";
import { KEY, makeFacts, makeRequest } from "../make-facts.ts";
import { tenancy } from "./tenancy.ts";

it("finds data of another organization, in lists too", () => {
  const own = { config: { space: "org0" } };
  const foreign = { config: { space: "org1" } };
  const found = (answer: Parameters<typeof makeRequest>[1]) =>
    tenancy.run(makeFacts({ requests: [makeRequest({ kind: "get", key: KEY }, answer)] })).length;
  expect([found({ answer: own }), found({ answer: foreign })]).toEqual([0, 1]);
  expect([found({ answer: [own, { config: {} }] }), found({ answer: [own, foreign] })]).toEqual([0, 1]);
});
