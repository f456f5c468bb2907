import "server-only";
import { headers } from "next/headers";
import { ADDRESS_HEADER } from "~/server/client-address.ts";

/** Where a request came from, and its id. */
export interface RequestClient {
  readonly address: string;
  readonly userAgent: string | null;
  readonly correlationId: string;
}

export async function requestClient(): Promise<RequestClient> {
  const all = await headers();
  return {
    address: all.get(ADDRESS_HEADER) ?? "unknown",
    userAgent: all.get("user-agent"),
    // This server sets it on every request.
    correlationId: all.get("x-request-id") ?? "",
  };
}
