import type { DomainErrorShape } from "@pragma/trpc";
import { TRPCClientError } from "@trpc/client";

/** What the server says about a refusal beside its message: code, facts, issues. Null for other errors. */
export function domainErrorOf(error: unknown): DomainErrorShape | null {
  if (!(error instanceof TRPCClientError)) return null;
  return (error.data as { domain?: DomainErrorShape | null } | null)?.domain ?? null;
}

/** Whether what was asked for does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as { code?: string } | null)?.code === "NOT_FOUND";
}
