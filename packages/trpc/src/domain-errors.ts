import { asDomainError, DomainError, isOutage } from "@pragma/core/errors";
import { TRPCError } from "@trpc/server";
import { TRPC_CODE_OF } from "./error-codes.ts";

/**
 * A domain error as a tRPC error, with the domain error as its cause; also an unavailable database, as in REST;
 * undefined for anything else.
 */
export function trpcErrorOf(error: unknown): TRPCError | undefined {
  const known = asDomainError(error);
  if (known instanceof DomainError) {
    return new TRPCError({ code: TRPC_CODE_OF[known.code], message: known.message, cause: known });
  }
  if (!isOutage(known)) return undefined;
  const message = "The database does not answer; try again in a moment";
  return new TRPCError({ code: "SERVICE_UNAVAILABLE", message, cause: known });
}
