import "server-only";
import type { TrpcContext } from "@pragma/trpc";
import { getLogin } from "~/auth/login.ts";
import { requestClient } from "~/auth/request-client.ts";
import { services } from "~/server/services.ts";

export async function createContext(): Promise<TrpcContext> {
  const [login, { address, userAgent, correlationId }] = await Promise.all([getLogin(), requestClient()]);
  return { core: services().core, login, correlationId, client: { address, userAgent } };
}
