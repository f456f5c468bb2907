import { expect, it } from "vitest";
import { fieldDocs } from "./field-docs.ts";
import { keySuggestions } from "./suggestions.ts";

// Run as it stands, the pattern blocks the page for half a minute.
it("runs no pattern of keys on the page: what any of them describes may be meant", () => {
  const schema = { patternProperties: { "^(a+)+$": { description: "letters", properties: { b: {} } } } };
  const key = `${"a".repeat(29)}!`;
  expect(fieldDocs(schema, [key])).toMatchObject({ description: "letters" });
  expect(fieldDocs(schema, ["aaa"])).toMatchObject({ description: "letters" });
  expect(keySuggestions(schema, ["aaa"], []).map(({ label }) => label)).toEqual(["b"]);
});
