import { issuesOf } from "@pragma/contract";
import type { z } from "zod";
import { unprocessable } from "./http-error.ts";

/**
 * The value a schema makes of one part of a request.
 * @param part first element of each issue's `loc`: path, query or body
 * @throws HttpError 422 that lists the first 100 issues
 */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: "path" | "query" | "body"): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw unprocessable(...issuesOf(result.error, value, [part]));
}
