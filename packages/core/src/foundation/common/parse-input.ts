import { issuesOf } from "@pragma/contract";
import type { z } from "zod";
import { validationError } from "./errors.ts";

/**
 * Checks input against its schema, for use cases that are not behind a router.
 * @throws DomainError validation_failed, with the first 100 invalid fields
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw validationError(issuesOf(parsed.error, input, []));
}

/** Rejects the value of one form field. */
export function fieldError(field: string, message: string) {
  return validationError([{ loc: [field], msg: message, type: "value_error" }]);
}
