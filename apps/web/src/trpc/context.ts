import "server-only";
import type { TrpcContext } from "@pragma/trpc";
import { getLogin } from "~/auth/login.ts";
import { requestClient } from "~/auth/request-client.ts";
import { services } from "~/server/services.ts";

/** @param organizationId of the page that calls, as it says; null for a page outside of organizations */
export async function createContext(organizationId: string | null): Promise<TrpcContext> {
  const [login, { address, userAgent, correlationId }] = await Promise.all([getLogin(), requestClient()]);
  return { core: services().core, login, organizationId, correlationId, client: { address, userAgent } };
}
