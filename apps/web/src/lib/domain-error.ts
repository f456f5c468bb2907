import type { DomainErrorShape } from "@pragma/trpc";
import { TRPCClientError } from "@trpc/client";

/** The data of a refusal besides its message: code, facts, issues. Null for other errors. */
export function domainErrorOf(error: unknown): DomainErrorShape | null {
  if (!(error instanceof TRPCClientError)) return null;
  return (error.data as { domain?: DomainErrorShape | null } | null)?.domain ?? null;
}

/** Whether the requested object does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "NOT_FOUND";
}
