import type { ValidationIssue } from "@pragma/contract";
import type { z } from "zod";
import { unprocessable } from "./http-error.ts";

/** More would help nobody, and each makes the response longer. */
const MAX_ISSUES = 100;

/**
 * The value a schema makes of one part of a request.
 * @param part first element of each issue's `loc`: path, query or body
 * @throws HttpError 422 that lists every issue
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: "path" | "query" | "body"): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw unprocessable(...result.error.issues.slice(0, MAX_ISSUES).map((issue) => toIssue(issue, value, part)));
}

function toIssue(issue: z.core.$ZodIssue, root: unknown, part: string): ValidationIssue {
  const loc = [part, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  if (issue.code === "invalid_type" && valueAt(root, issue.path) === undefined) {
    return { loc, msg: "is required", type: "missing" };
  }
  return { loc, msg: issue.message, type: issue.code };
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
