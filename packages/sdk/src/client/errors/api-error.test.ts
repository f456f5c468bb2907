import { expect, it } from "vitest";
import { PragmaApiError } from "./api-error.ts";

const messageOf = (loc: (string | number)[], msg: string) =>
  new PragmaApiError({
    action: "apply pragma/config/a",
    status: 422,
    code: "validation_failed",
    detail: [{ loc, msg, type: "type" }],
    issues: [{ loc, msg, type: "type" }],
    facts: {},
    requestId: null,
    retryAfter: null,
  }).message;

it.each<[(string | number)[], string, string]>([
  [["body", "config", "data", "a"], "config.data.a must be a string", "config.data.a must be a string"],
  [["body", "config", "l", 0, "a.b"], 'config.l[0]["a.b"] is required', 'config.l[0]["a.b"] is required'],
  [["body", "config", "k"], "The key config.k must match the pattern ^a", "The key config.k must match the pattern ^a"],
  [["body", "config", "name"], "cannot change after creation", "config.name cannot change after creation"],
  [["query", "limit"], "must be a whole number", "query.limit must be a whole number"],
  [["body"], "must be valid JSON: unexpected end", "must be valid JSON: unexpected end"],
])("names the place %j once", (loc, msg, sentence) => {
  expect(messageOf(loc, msg)).toBe(`Could not apply pragma/config/a: ${sentence} (422, validation_failed)`);
});
