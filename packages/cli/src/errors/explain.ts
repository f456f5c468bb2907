import type { PragmaError } from "@pragma/sdk";
import { CliError } from "./cli-error.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** An error as shown to the user. */
export interface Explanation {
  message: string;
  hint?: string | undefined;
  exitCode: ExitCode;
}

/**
 * By the names of the SDK's classes, which are stable: loading the SDK just for a name would cost more than the rest.
 */
const OF_SDK: Readonly<Record<string, ExitCode>> = {
  BadRequestError: EXIT.usage,
  ValidationError: EXIT.usage,
  PayloadTooLargeError: EXIT.usage,
  UnsupportedMediaTypeError: EXIT.usage,
  AuthenticationError: EXIT.auth,
  PermissionDeniedError: EXIT.auth,
  NotFoundError: EXIT.notFound,
  ConflictError: EXIT.conflict,
  PreconditionFailedError: EXIT.conflict,
  TimeoutError: EXIT.timeout,
  WaitTimeoutError: EXIT.timeout,
  PragmaApiError: EXIT.failed,
  RateLimitedError: EXIT.failed,
  ServerError: EXIT.failed,
  ConnectionError: EXIT.failed,
  ResourceFailedError: EXIT.failed,
  MissingDependencyError: EXIT.failed,
  ResourcePausedError: EXIT.failed,
  ChangeFailedError: EXIT.failed,
  ChangeBlockedError: EXIT.failed,
  BuildFailedError: EXIT.failed,
  DeploymentFailedError: EXIT.failed,
  PragmaError: EXIT.failed,
};

/** By class or, where a code says more, by code. */
const HINTS: Readonly<Record<string, string>> = {
  has_dependents:
    "With `--dependents cascade` its dependents are deleted first; with `--dependents detach` they keep the last values.",
  missing_scope: "A token may do what its scopes and its holder's role both have: another token or role is needed.",
  AuthenticationError: "Log in again with `pragma auth login`, or check PRAGMA_AUTH_TOKEN.",
  ConnectionError: "Is Pragma running, and is the address right? `pragma config get-contexts` shows it.",
};

const STALE = "What it was planned on has changed: plan again.";

/** @returns null for a bug: the user cannot fix it, so it is shown in full. */
export function explain(error: unknown): Explanation | null {
  if (error instanceof CliError) return { message: error.message, hint: error.hint, exitCode: error.exitCode };
  if (!(error instanceof Error)) return null;
  const exitCode = OF_SDK[error.name];
  if (exitCode !== undefined) return { message: withFacts(error as PragmaError), hint: hintOf(error), exitCode };
  return isSystemError(error) ? { message: error.message, exitCode: EXIT.failed } : null;
}

function hintOf(error: Error & { code?: unknown; facts?: Record<string, unknown> }): string | undefined {
  const { stale, change_id: change, change_status: status } = error.facts ?? {};
  if (Array.isArray(stale)) return STALE;
  if (status === "applying") return `\`pragma changes end ${change}\` ends it.`;
  if (status === "planned") return `\`pragma changes discard ${change}\` drops it.`;
  return HINTS[String(error.code)] ?? HINTS[error.name];
}

/** An API error lists the obstacles: dependents, protected resources, a cycle. */
function withFacts(error: PragmaError & { facts?: Record<string, unknown> }): string {
  const lists = Object.entries(error.facts ?? {}).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0,
  );
  const lines = lists
    .map(([name, items]) => ({ name, names: items.map(nameOf) }))
    .filter(({ names }) => !names.every((name) => error.message.includes(name)))
    .map(({ name, names }) => `\n  ${name.replaceAll("_", " ")}: ${names.join(", ")}`);
  return error.message + lines.join("");
}

function nameOf(item: unknown): string {
  return typeof item === "object" && item !== null && "id" in item ? String(item.id) : String(item);
}

/** A missing file, a full disk, a port in use: problems of the machine, not of this program. */
function isSystemError(error: Error): boolean {
  return "syscall" in error && "code" in error && typeof error.code === "string";
}
