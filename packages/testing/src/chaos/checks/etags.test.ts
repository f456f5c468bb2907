import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { etags } from "./etags.ts";

const get = { kind: "get", key: KEY } as const;
const read = makeRequest(get, {
  id: "read",
  endedAt: 1500,
  etag: '"1"',
  answer: { created_at: "then", public_url: "a" },
});

it("accepts one representation per tag, signed URLs aside", () => {
  const again = { ...read, id: "again", answer: { created_at: "then", public_url: "b" } };
  const other = { ...read, id: "other", etag: '"2"', answer: { created_at: "later" } };
  expect(etags.run(makeFacts({ requests: [read, again, other] }))).toEqual([]);
});

it("finds a tag that stands for two", () => {
  const other = { ...read, id: "other", answer: { created_at: "later" } };
  expect(etags.run(makeFacts({ requests: [read, other] }))).toMatchObject([
    { message: expect.stringContaining("created_at") },
  ]);
  expect(etags.run(makeFacts({ requests: [read, { ...other, space: "org1" }] }))).toEqual([]);
});

it("finds a write to a version other than its tag's", () => {
  const write = makeRequest({ kind: "apply", key: KEY, state: "draft", config: {}, ifMatch: '"1"' }, { id: "write" });
  const rows = makeHistory(["CREATE ->draft", "DELETE draft>-", "CREATE ->draft", "UPDATE draft>draft"]);
  const history = rows.map((row) => ({ ...row, correlationId: row.id === 4 ? "write" : "other" }));
  expect(etags.run(makeFacts({ requests: [read, write], history }))).toHaveLength(1);
  const quiet = history.filter(({ id }) => id === 1 || id === 4);
  expect(etags.run(makeFacts({ requests: [read, write], history: quiet }))).toEqual([]);
});
