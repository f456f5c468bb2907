import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { lists } from "./lists.ts";

const history = makeHistory(["CREATE ->pending e", "CREATE pending>processing e"]).map((row) => ({
  ...row,
  at: row.id * 10_000,
}));
const item = (state: string) => ({ provider: "chaos", resource: "object", name: "a", lifecycle_state: state });
const list = (startedAt: number, answer: object[]): number => {
  const request = makeRequest({ kind: "list" }, { startedAt, endedAt: startedAt + 10, answer: answer as never });
  return lists.run(makeFacts({ history, requests: [request] })).length;
};

it("accepts rows that existed, as they were", () => {
  expect([list(5000, []), list(15_000, [item("pending")]), list(40_000, [item("processing")])]).toEqual([0, 0, 0]);
});

it("finds a row that is missing, duplicate, or never was like that", () => {
  expect([list(15_000, []), list(40_000, [item("ready")])]).toEqual([1, 1]);
  expect(list(15_000, [item("pending"), item("pending")])).toBe(1);
  expect(list(5000, [item("pending")])).toBe(1);
});

it("finds a step that a history omits or has in another order", () => {
  const shown = (...ids: number[]): number => {
    const answer = ids.map((id) => ({ id: String(id) }));
    return lists.run(makeFacts({ history, requests: [makeRequest({ kind: "history", key: KEY }, { answer })] })).length;
  };
  expect([shown(2, 1), shown(1), shown(2), shown(1, 2)]).toEqual([0, 0, 1, 1]);
});
