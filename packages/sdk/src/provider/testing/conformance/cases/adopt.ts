import { deepEqual, equal, ok } from "node:assert/strict";
import type { JsonObject } from "../../../context.ts";
import type { ConformanceCase } from "../subject.ts";
import { succeeded } from "./life.ts";

interface Page {
  items: { identity: string; name: string | null; tags: string[]; config: JsonObject | null }[];
  cursor: string | null;
}

export const adoptCases: ConformanceCase[] = [
  {
    name: "what was created is imported by its identity as it is, and what does not exist is null",
    async run(subject) {
      const config = { text: "to import" };
      const outputs = succeeded(await subject.create({ name: "imported", config })) as JsonObject;

      const identity = succeeded(await subject.identity({ name: "imported", config, outputs }));
      equal(identity, "item to import");
      const lines = { ...outputs, text: "two\nlines" };
      equal(succeeded(await subject.identity({ name: "imported", config, outputs: lines })), null);
      const search = { name: "", config: {} };
      const imported = succeeded(await subject.import({ ...search, identity: "item to import" }));
      ok(imported, "what was created is not found");
      deepEqual(imported, { outputs, config });
      equal(succeeded(await subject.import({ ...search, identity: "item of nobody" })), null);
    },
  },
  {
    name: "list tells identities in parts, narrowed by the config that is given",
    async run(subject) {
      for (const letter of ["c", "a", "b"]) {
        succeeded(await subject.create({ name: `list-${letter}`, config: { text: `list ${letter}` } }));
      }
      const search = { name: "", config: { text: "list " } };

      const first = succeeded(await subject.list({ ...search, page: { cursor: null, limit: 2 } })) as Page;
      deepEqual(identitiesOf(first), ["item list a", "item list b"]);
      ok(first.cursor, "there is more, so it has a cursor");
      const second = succeeded(await subject.list({ ...search, page: { cursor: first.cursor, limit: 2 } })) as Page;
      deepEqual(identitiesOf(second), ["item list c"]);
      equal(second.cursor, null);
    },
  },
];

function identitiesOf({ items }: Page): string[] {
  return items.map(({ identity }) => identity);
}
