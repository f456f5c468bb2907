import type { DomainErrorShape } from "@pragma/trpc";
import { TRPCClientError } from "@trpc/client";

interface ErrorData {
  domain?: DomainErrorShape | null;
  issues?: { path: PropertyKey[]; msg: string }[] | null;
  requestId?: string | null;
}

function dataOf(error: unknown): ErrorData {
  return error instanceof TRPCClientError ? ((error.data as ErrorData | null | undefined) ?? {}) : {};
}

/** The id of a failed call in the server's log; null if it never got there. */
export function failedRequestId(error: unknown): string | null {
  return dataOf(error).requestId ?? null;
}

/** Why a call failed, in words for the user. */
export function errorMessage(error: unknown): string {
  const [issue] = dataOf(error).issues ?? [];
  const field = String(issue?.path.at(-1) ?? "");
  if (issue && field !== "" && goesOn(issue.msg)) return `${field[0]?.toUpperCase()}${field.slice(1)} ${issue.msg}.`;
  return error instanceof Error ? error.message : String(error);
}

/** The first error of each field of the input, by the field's name. Empty if no error is about a field. */
export function fieldMessages(error: unknown): Partial<Record<string, string>> {
  const { domain, issues } = dataOf(error);
  const found: Partial<Record<string, string>> = {};
  for (const { path, msg } of issues ?? []) found[String(path[0] ?? "")] ??= sentence(msg);
  for (const { loc, msg } of domain?.issues ?? []) found[String(loc.at(-1) ?? "")] ??= sentence(msg);
  return found;
}

function sentence(message: string): string {
  return goesOn(message) ? `It ${message}.` : message;
}

/** The contract's messages go on from the name of a field: "must be in the future". */
function goesOn(message: string): boolean {
  return /^(must|is|has) /.test(message);
}
