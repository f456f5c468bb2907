import { SHOWN_FIELDS } from "@pragma/contract";
import type { PresentedRow } from "@pragma/db/queries";
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeFields } from "./write-fields.ts";

const WORDS = ["id", "provider", "resource", "name", "error", "set", "created_at"] as const;

function written(words: Partial<Record<(typeof WORDS)[number], string | null>>): string {
  const row = {
    ...{
      config: "{}",
      resolved_config: null,
      connection: null,
      dependencies: "[]",
      owner_references: "[]",
      has_tags: false,
      tags: [],
    },
    ...{ generation: 1, observed_generation: 0, provisioned: true, deletion_protected: false },
    ...{
      lifecycle_state: "ready",
      drift: "unknown",
      identity: null,
      pending_event_id: null,
      change_id: null,
      updated_at: "",
    },
    ...Object.fromEntries(WORDS.map((word) => [word, ""])),
    ...words,
  } as unknown as PresentedRow;
  return writeFields({ row, conditions: "[]", outputs: "{}", show: (json) => json });
}

it("writes words as JSON.stringify does, whatever is in them", () => {
  const letters = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom('"', "\\", "\n", "\0", "\u001f", "\u007f", "\u2028", "\ud800", "\udfff", "é", "a", "/"),
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...WORDS), letters, (field, text) => {
      const body = written({ [field]: text });
      expect(body).toContain(`"${field}":${JSON.stringify(text)}`);
      expect(JSON.parse(body)).toMatchObject({ [field]: JSON.parse(JSON.stringify(text)) });
    }),
  );
});

it("keeps the order of the table, and writes null, numbers and booleans as they are", () => {
  const body = JSON.parse(written({ error: null })) as Record<string, unknown>;
  expect(Object.keys(body)).toEqual(SHOWN_FIELDS);
  expect(body).toMatchObject({ error: null, generation: 1, provisioned: true, deletion_protected: false });
});
