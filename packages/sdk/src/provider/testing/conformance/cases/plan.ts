import { deepEqual, equal } from "node:assert/strict";
import type { ConformanceCase } from "../subject.ts";
import { succeeded } from "./life.ts";

export const planCases: ConformanceCase[] = [
  {
    name: "plan tells what an update would do, and does nothing",
    async run(subject) {
      const [name, previous] = ["planned", { text: "one" }];
      const created = succeeded(await subject.create({ name, config: previous }));

      const same = await subject.plan({ name, previous, config: { text: "one", mode: "replace" } });
      deepEqual(succeeded(same), { replace: ["text"], outputs: ["revision"], warnings: [] });
      const changed = await subject.plan({ name, previous, config: { text: "two" } });
      deepEqual(succeeded(changed), { replace: [], outputs: ["revision", "text"], warnings: [] });
      deepEqual(succeeded(await subject.observe({ name, config: previous })), created);
      equal(succeeded(await subject.delete({ name, config: previous })), null);
    },
  },
  {
    name: "plan is told what is not known yet",
    async run(subject) {
      const asked = { name: "unknown", previous: { text: "one" }, config: { text: null }, unknown: ["text"] };

      deepEqual(succeeded(await subject.plan(asked)), {
        replace: [],
        outputs: ["revision", "text"],
        warnings: ["text is not known yet"],
      });
    },
  },
];
