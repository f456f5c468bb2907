import { deepEqual, equal, ok } from "node:assert/strict";
import { findDrift, type JsonObject } from "@pragma/language";
import type { ConformanceCase, ConformanceOutcome } from "../subject.ts";

interface Found {
  outputs: JsonObject;
  config: JsonObject;
}

/** The value of a call that must succeed. */
export function succeeded(outcome: ConformanceOutcome): unknown {
  equal(outcome.error, null, `failed: ${outcome.error?.kind}: ${outcome.error?.message}`);
  return outcome.value;
}

export const lifeCases: ConformanceCase[] = [
  {
    name: "describe tells the types with their schemas and methods",
    async run(subject) {
      const { item, connection, ...others } = await subject.describe();

      deepEqual(others, {});
      ok(connection);
      equal(connection.connection, true);
      equal(connection.real, false);
      deepEqual(connection.methods.toSorted(), ["create", "delete", "update"]);
      deepEqual(connection.schema["required"], ["word"]);
      ok(item);
      ok(!item.connection);
      equal(item.description, "A text that is kept");
      deepEqual(item.tags, ["conformance"]);
      deepEqual(item.methods.toSorted(), [
        ...["create", "delete", "health", "identity", "import", "list", "logs", "observe", "plan", "read", "update"],
      ]);
      deepEqual(item.schema["required"], ["text"]);
      equal(item.schema["additionalProperties"], false);
      equal(item.outputs_schema["type"], "object");
    },
  },
  {
    name: "create answers the outputs, and is told tags, attempt and operation",
    async run(subject) {
      const call = { name: "told", config: { text: "é\n𝄞" }, tags: ["a", "b"], attempt: 3, operationId: "op-1" };

      const outputs = succeeded(await subject.create(call));

      const told = { operation_id: "op-1", attempt: 3, tags: ["a", "b"] };
      deepEqual(outputs, { text: "é\n𝄞", revision: 1, previous: null, ...told });
    },
  },
  {
    name: "update is told the config before",
    async run(subject) {
      succeeded(await subject.create({ name: "changed", config: { text: "one" } }));

      const outputs = succeeded(
        await subject.update({ name: "changed", config: { text: "two" }, previous: { text: "one" } }),
      );

      const { text, revision, previous } = outputs as Record<string, unknown>;
      deepEqual({ text, revision, previous }, { text: "two", revision: 2, previous: "one" });
    },
  },
  {
    name: "create of what exists already becomes an update",
    async run(subject) {
      succeeded(await subject.create({ name: "twice", config: { text: "one" } }));

      const outputs = succeeded(await subject.create({ name: "twice", config: { text: "two" } }));

      const { text, revision } = outputs as Record<string, unknown>;
      deepEqual({ text, revision }, { text: "two", revision: 2 });
    },
  },
  {
    name: "observe answers the outputs of what exists, and null for what does not",
    async run(subject) {
      equal(succeeded(await subject.observe({ name: "seen", config: { text: "one" } })), null);
      const created = succeeded(await subject.create({ name: "seen", config: { text: "one" } }));

      deepEqual(succeeded(await subject.observe({ name: "seen", config: { text: "one" } })), created);
    },
  },
  {
    name: "read finds what create and update made as it was declared, and null for what does not exist",
    async run(subject) {
      const [one, two] = [{ text: "one" }, { text: "two" }];
      equal(succeeded(await subject.read({ name: "read", config: one })), null);

      const created = succeeded(await subject.create({ name: "read", config: one }));
      const found = succeeded(await subject.read({ name: "read", config: one })) as Found | null;
      ok(found, "what was created is not found");
      deepEqual(found.outputs, created);
      deepEqual(findDrift(one, found.config), []);

      succeeded(await subject.update({ name: "read", config: two, previous: one }));
      const changed = succeeded(await subject.read({ name: "read", config: two })) as Found | null;
      ok(changed, "what was updated is not found");
      deepEqual(findDrift(two, changed.config), []);
      deepEqual(findDrift(one, changed.config), [{ path: "text", declared: "one", found: "two" }]);
    },
  },
  {
    name: "delete answers null, and again when it is gone already",
    async run(subject) {
      const call = { name: "gone", config: { text: "one" } };
      succeeded(await subject.create(call));

      equal(succeeded(await subject.delete(call)), null);
      equal(succeeded(await subject.observe(call)), null);
      equal(succeeded(await subject.delete(call)), null);
    },
  },
  {
    name: "health answers a status with message and details",
    async run(subject) {
      const call = { name: "well", config: { text: "one" } };
      deepEqual(succeeded(await subject.health(call)), { status: "unhealthy", message: "gone", details: null });
      succeeded(await subject.create(call));

      deepEqual(succeeded(await subject.health(call)), { status: "healthy", message: null, details: { revision: 1 } });
    },
  },
];
