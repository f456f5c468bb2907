import { deepEqual, equal, match } from "node:assert/strict";
import type { SubResource } from "../../../context.ts";
import type { ConformanceCase } from "../subject.ts";
import { stateOf, textOf } from "./calls.ts";

export const connectionCases: ConformanceCase[] = [
  {
    name: "a handler is told the config of its connection as it is at each call, and that there is none",
    async run(subject) {
      const call = { name: "connected", config: { text: "it", mode: "connection" } };

      equal(textOf(await subject.create({ ...call, connection: { word: "first" } })), "first");
      equal(textOf(await subject.update({ ...call, connection: { word: "second" } })), "second");
      equal(textOf(await subject.update(call)), "none");
    },
  },
  {
    name: "a connection that breaks its schema is the user's to fix, and named as the connection's",
    async run(subject) {
      const { error } = await subject.create({ name: "cut-off", config: { text: "it" }, connection: { word: 1 } });

      equal(error?.kind, "config");
      match(error?.message ?? "", /^connection: .*word/);
    },
  },
  {
    name: "a sub-resource is applied with the connection that its handler names",
    async run(subject) {
      const applied: SubResource[] = [];

      await subject.create({
        name: "connected-whole",
        config: { text: "part", mode: "apply" },
        connection: { word: "main" },
        platform: {
          apply(resource) {
            applied.push(resource);
            return stateOf(resource.name, {});
          },
          waitReady: () => stateOf("part", { text: "made" }),
        },
      });

      const part = { provider: "test", resource: "part", name: "part", config: { text: "part" } };
      deepEqual(applied, [{ ...part, connection: "main" }]);
    },
  },
];
