import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { dependents } from "./dependents.ts";

const S = "chaos/plain/s";
const config = { space: "org0", text: "${chaos/plain/s.outputs.digest}" };
const apply = makeRequest(
  { kind: "apply", key: KEY, state: "pending", config },
  { id: "apply", startedAt: 900, endedAt: 1100 },
);
const own = makeHistory(["CREATE ->pending e"], { correlationId: "apply" });

function found(step: string, operation: Parameters<typeof makeRequest>[0], startedAt: number): number {
  const request = makeRequest(operation, { id: "delete", startedAt, endedAt: startedAt + 100 });
  const target = makeHistory(["DELETE ready>pending d", "DELETE pending>failed d", step], { key: S });
  const rows = target.map((row) => ({
    ...row,
    id: row.id + 10,
    at: startedAt + row.id,
    correlationId: row.id === 3 ? "delete" : "other",
  }));
  return dependents.run(makeFacts({ history: [...own, ...rows], requests: [apply, request] })).length;
}

it("finds a deletion, or its retry, that was accepted despite a dependent", () => {
  expect(found("DELETE failed>pending x", { kind: "delete", key: S }, 5000)).toBe(1);
  expect(found("RETRY failed>pending d", { kind: "retry", eventId: "d" }, 5000)).toBe(1);
});

it("accepts one that says what happens to dependents, and one requested before they existed", () => {
  expect(found("DELETE failed>pending x", { kind: "delete", key: S, dependents: "cascade" }, 5000)).toBe(0);
  expect(found("DELETE failed>pending x", { kind: "delete", key: S }, 1050)).toBe(0);
});

it("accepts that the next attempt of a deletion is hurried: it had been accepted before the dependent came", () => {
  expect(found("RETRY pending>pending d", { kind: "hurry", key: S }, 5000)).toBe(0);
});
