import { applyInputSchema, resourceSelectionSchema } from "@pragma/contract";
import { WIRE_SCHEMA } from "@pragma/contract/wire-schema";
import { unboundedParts } from "@pragma/testing/unbounded";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "../src/index.ts";

type Procedures = Record<string, { _def: { inputs: readonly unknown[] } }>;

/** Read as a form, whose parts have bounds of their own. */
const FORMS = new Set(["files.upload"]);

const inputs = Object.entries(appRouter._def.procedures as unknown as Procedures).flatMap(([path, { _def }]) =>
  FORMS.has(path) ? [] : _def.inputs.map((input) => ({ path, input })),
);

/** Schema that the schema of a change refers to for its documents. */
const document = z.toJSONSchema(applyInputSchema, WIRE_SCHEMA) as Record<string, unknown>;

describe("the inputs of procedures", () => {
  it("have a bound for every list, map and text", () => {
    expect(inputs.length).toBeGreaterThan(50);
    const found = inputs.flatMap(({ path, input }) => {
      const schema = z.toJSONSchema(input as z.ZodType, WIRE_SCHEMA) as Record<string, unknown>;
      const named = {
        ApplyInput: document,
        ...(schema["$defs"] as Record<string, Record<string, unknown>> | undefined),
      };
      const resolve = (ref: string) => (named as Record<string, Record<string, unknown>>)[ref.replace(/^#.*\//, "")];
      return unboundedParts(schema, resolve).map((part) => `${path} ${part}`);
    });
    expect(found).toEqual([]);
  });

  it("are told one thing of many keys that are wrong", () => {
    const { error } = resourceSelectionSchema.safeParse({ resources: Array(20_000).fill("") });
    expect(error?.issues.map(({ message }) => message)).toEqual(["must be 1 to 20,000 ids of resources"]);
    expect(resourceSelectionSchema.safeParse({ resources: ["pragma/config/a"] }).success).toBe(true);
    expect(resourceSelectionSchema.safeParse({ resources: Array(20_001).fill("a") }).success).toBe(false);
  });
});
