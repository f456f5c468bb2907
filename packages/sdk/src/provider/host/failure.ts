import type { JsonObject } from "../context.ts";
import { isConfigError, isRetryAfter } from "../errors.ts";
import type { ObjectSchema } from "../resource.ts";

/**
 * How a handler's failure is to be treated: `config` is the user's to mend and `outputs` (they break their schema) the
 * provider's, neither is retried; `retry` names its own delay; anything else is `failed` and is retried.
 */
export interface Failure {
  kind: "config" | "outputs" | "retry" | "failed";
  message: string;
  /** Seconds; only with `retry`. */
  retryAfter?: number;
}

/** The handler returned something that its outputs schema, or the protocol, does not allow. */
export class OutputsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutputsError";
  }
}

/** Classifies whatever a handler threw, an Error or not. */
export function toFailure(error: unknown): Failure {
  if (isConfigError(error)) return { kind: "config", message: error.message };
  if (error instanceof OutputsError) return { kind: "outputs", message: error.message };
  if (isRetryAfter(error)) return { kind: "retry", message: error.message, retryAfter: error.seconds };
  return { kind: "failed", message: messageOf(error) };
}

/** Text for anything that can be thrown. Never empty, never throws itself. */
export function messageOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `threw ${typeof error === "string" ? error : JSON.stringify(error)}`;
    // Node's connection errors to several addresses have an empty message; the reasons are inside.
    const inner = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : "";
    return error.message || inner || error.name || "unknown error";
  } catch {
    return "threw a value that cannot be shown";
  }
}

/**
 * Parses by a provider's schema, asynchronously only when the schema needs it.
 *
 * @param root what paths in messages start with, such as `config`.
 * @param fail makes the error to throw from a message.
 */
export async function parseWith(
  schema: ObjectSchema,
  value: unknown,
  root: string,
  fail: (message: string) => Error,
): Promise<JsonObject> {
  const result = safeParseSync(schema, value) ?? (await schema.safeParseAsync(value));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${[root, ...issue.path].map(String).join(".")}: ${issue.message}`);
  throw fail(issues.slice(0, 20).join("; "));
}

/** Null when the schema has asynchronous parts: zod compiles a faster parser for those that have none. */
function safeParseSync(schema: ObjectSchema, value: unknown) {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "$ZodAsyncError") return null;
    throw error;
  }
}
