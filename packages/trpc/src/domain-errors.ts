import { asDomainError, DomainError } from "@pragma/core/errors";
import { TRPCError } from "@trpc/server";
import { TRPC_CODE_OF } from "./error-codes.ts";

/** A domain error as a tRPC error, with the domain error as its cause; undefined for anything else. */
export function trpcErrorOf(error: unknown): TRPCError | undefined {
  const known = asDomainError(error);
  if (!(known instanceof DomainError)) return undefined;
  return new TRPCError({ code: TRPC_CODE_OF[known.code], message: known.message, cause: known });
}
