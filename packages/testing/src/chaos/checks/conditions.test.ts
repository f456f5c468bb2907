import { expect, it } from "vitest";
import { makeFacts, makeResource } from "../make-facts.ts";
import { conditions } from "./conditions.ts";

const B = "chaos/plain/b";
const says = (message: string) => [{ type: "DependenciesReady", status: "False", reason: "Waiting", message }];
const waiting = makeResource({ state: "pending", dependencies: [B] });

it("accepts a condition that names everything it waits for", () => {
  const resource = { ...waiting, conditions: says(`Waits for ${B} (absent)`) };
  expect(conditions.run(makeFacts({ resources: [resource] }))).toEqual([]);
  expect(conditions.run(makeFacts({ resources: [waiting, makeResource({ key: B })] }))).toEqual([]);
});

it("finds one that does not", () => {
  expect(conditions.run(makeFacts({ resources: [waiting] }))).toHaveLength(1);
  const failed = makeResource({ key: B, state: "failed" });
  const stale = makeResource({ stale: true, dependencies: [B], conditions: says("All dependencies are ready") });
  expect(conditions.run(makeFacts({ resources: [stale, failed] }))).toHaveLength(1);
});
