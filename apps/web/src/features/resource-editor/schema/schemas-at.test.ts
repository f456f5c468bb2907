import { expect, it } from "vitest";
import { fieldDocs } from "../yaml/field-docs.ts";
import { keySuggestions } from "../yaml/suggestions.ts";

// Run as it stands, it blocks the page for half a minute.
it("runs no pattern that takes forever on the page", () => {
  const schema = { patternProperties: { "^(a+)+$": { description: "letters", properties: { b: {} } } } };
  const key = `${"a".repeat(29)}!`;
  expect(fieldDocs(schema, [key])).toBeNull();
  expect(fieldDocs(schema, ["aaa"])).toMatchObject({ description: "letters" });
  expect(keySuggestions(schema, ["aaa"], []).map(({ label }) => label)).toEqual(["b"]);
});
