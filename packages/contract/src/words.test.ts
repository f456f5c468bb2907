import { describe, expect, it } from "vitest";
import { z } from "zod";
import { changeInputSchema, endpoints, issuesOf } from "./index.ts";

function messages(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : issuesOf(error, value, []).map(({ loc, msg }) => `${loc.join(".")} ${msg}`.trim());
}

describe("what zod finds wrong", () => {
  it.each([
    [z.string(), 1, "must be a string"],
    [z.int(), 1.5, "must be a whole number"],
    [z.boolean(), "yes", "must be true or false"],
    [z.array(z.string()), {}, "must be an array"],
    [z.record(z.string(), z.string()), [], "must be an object"],
    [z.string(), undefined, "is required"],
    [z.enum(["a", "b"]), undefined, "is required"],
    [z.union([z.string(), z.number()]), undefined, "is required"],
    [z.union([z.string(), z.number()]), true, "matches none of the allowed forms"],
    [z.enum(["a", "b"]), "c", 'must be "a" or "b"'],
    [z.literal(7), 8, "must be 7"],
    [z.string().min(1), "", "must not be empty"],
    [z.string().min(2), "", "must be at least 2 characters long"],
    [z.string().max(500), "x".repeat(501), "must be at most 500 characters long"],
    [z.array(z.int()).max(1), [1, 2], "must have at most 1 element"],
    [z.number().positive(), 0, "must be more than 0"],
    [z.number().min(1), 0, "must be at least 1"],
    [z.number().multipleOf(5), 3, "must be a multiple of 5"],
    [z.iso.datetime(), "today", "must be a timestamp such as 2026-01-31T12:00:00Z"],
    [z.email(), "x", "must be a valid email address"],
    [z.url(), "x", "must be a valid URL"],
    [z.string().regex(/^a/), "b", "does not have the required form"],
    [z.string().startsWith("a"), "b", 'must start with "a"'],
    [z.record(z.string().min(2), z.int()), { a: 1 }, "a has a key that must be at least 2 characters long"],
    [z.strictObject({ set: z.string().optional() }), { sett: 1 }, '"sett" is not a known field; did you mean set?'],
    [z.strictObject({ a: z.int().optional() }), { x: 1, y: 2 }, '"x", "y" are not known fields; the known ones are a'],
    [z.custom(() => false), 1, "is not valid"],
    [z.string().refine(() => false, "must be something else"), "", "must be something else"],
  ])("is told in plain words: %#", (schema, value, message) => {
    expect(messages(schema, value)).toEqual([message]);
  });

  it("is told of everything that a change and its parameters may have wrong", () => {
    const input = {
      documents: [{ provider: "pragma", name: 5 }, 7],
      prune: "yes",
      dependents: "x",
      if_match: { "": 5 },
      source: { kind: "x", more: 1 },
    };
    const found = [
      ...messages(changeInputSchema, input),
      ...messages(endpoints.listChanges.query, { status: "x", since: "x", limit: "0" }),
    ];
    expect(found.length).toBeGreaterThan(9);
    for (const message of found) expect(message).not.toMatch(/Invalid|Too |Unrecognized|expected|received/);
  });
});
