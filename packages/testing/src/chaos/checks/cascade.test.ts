import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { cascade } from "./cascade.ts";

const S = "chaos/plain/s";
const needing = { space: "org0", text: "${chaos/plain/s.outputs.digest}" };
const free = { space: "org0", text: "free" };
const remove = makeRequest({ kind: "delete", key: S, dependents: "cascade" }, { id: "delete" });

function found(...configs: (typeof free)[]): number {
  const applies = configs.map((config, index) =>
    makeRequest({ kind: "apply", key: KEY, state: "pending", config }, { id: `apply-${index}` }),
  );
  const steps = [
    ...configs.map((_, index) => (index === 0 ? "CREATE ->draft" : "UPDATE draft>draft")),
    "DELETE draft>-",
  ];
  const own = makeHistory(steps).map((row, index) => ({
    ...row,
    generation: Math.min(row.id, configs.length),
    correlationId: applies[index]?.id ?? "delete",
  }));
  const target = makeHistory(["DELETE ready>pending e"], { key: S, id: 9, at: 9000, correlationId: "delete" });
  return cascade.run(makeFacts({ history: [...own, ...target], requests: [...applies, remove] })).length;
}

it("accepts dependents", () => {
  expect(found(needing)).toBe(0);
  expect(found(free, needing)).toBe(0);
});

it("finds a resource that does not, or no longer, depend on it", () => {
  expect(found(free)).toBe(1);
  expect(found(needing, free)).toBe(1);
});
