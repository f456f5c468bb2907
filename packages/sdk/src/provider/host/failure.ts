import { withName, zodSentence } from "@pragma/language";
import type { JsonObject } from "../context.ts";
import { isAlreadyExists, isConfigError, isReplaceNeeded, isRetryAfter } from "../errors.ts";
import type { ObjectSchema } from "../resource.ts";

/**
 * How to treat a handler's failure. The user must fix `config`, the provider `outputs` (which break their schema);
 * neither is retried. `retry` names its own delay; anything else is `failed` and is retried.
 */
export interface Failure {
  kind: "config" | "outputs" | "retry" | "failed";
  message: string;
  /** Seconds; only with `retry`. */
  retryAfter?: number;
  /** Identity of the thing that was there already, null if it has none; only with `config`. */
  exists?: string | null;
  /** Fields that only another thing can have; only with `config`. */
  replace?: readonly string[];
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
  if (isConfigError(error)) return { kind: "config", message: messageOf(error) };
  if (isAlreadyExists(error)) return { kind: "config", message: messageOf(error), exists: error.identity };
  if (isReplaceNeeded(error)) return { kind: "config", message: messageOf(error), replace: error.paths };
  if (error instanceof OutputsError) return { kind: "outputs", message: messageOf(error) };
  if (isRetryAfter(error)) return { kind: "retry", message: messageOf(error), retryAfter: error.seconds };
  return { kind: "failed", message: messageOf(error) };
}

/** How many nested causes are included. */
const MAX_CAUSES = 5;

/**
 * Text for any thrown value, with its causes: `fetch failed: connect ECONNREFUSED 10.0.0.7:443`. A cause that the
 * preceding text already contains is left out. Never empty, never throws itself.
 */
export function messageOf(error: unknown): string {
  try {
    const messages: string[] = [];
    let at = error;
    // Causes may be circular.
    for (let depth = 0; depth <= MAX_CAUSES && at !== undefined && at !== null; depth++, at = causeOf(at)) {
      const message = ownMessageOf(at);
      if (!messages.some((told) => told.includes(message))) messages.push(message);
    }
    return messages.join(": ") || ownMessageOf(error);
  } catch {
    return "threw a value that cannot be shown";
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function ownMessageOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error === "string" ? error : JSON.stringify(error)}`;
  // Node's connection errors to several addresses have an empty message; the reasons are inside.
  const inner = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : "";
  return error.message || inner || error.name || "unknown error";
}

/** A message that the provider's schema has of its own goes before these. */
const WORDS = { error: zodSentence };

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
  const result = safeParseSync(schema, value) ?? (await schema.safeParseAsync(value, WORDS));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) =>
    withName([root, ...path].map(String).join("."), message),
  );
  throw fail(issues.slice(0, 20).join("; "));
}

/** Null when the schema has asynchronous parts: zod compiles a faster parser for those that have none. */
function safeParseSync(schema: ObjectSchema, value: unknown) {
  try {
    return schema.safeParse(value, WORDS);
  } catch (error) {
    if (error instanceof Error && error.constructor.name === "$ZodAsyncError") return null;
    throw error;
  }
}
