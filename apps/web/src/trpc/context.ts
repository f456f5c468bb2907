import "server-only";
import type { TrpcContext } from "@pragma/trpc";
import { getLogin } from "~/auth/login.ts";
import { requestClient } from "~/auth/request-client.ts";
import { services } from "~/server/services.ts";

/** The calling page, as it identifies itself. */
export interface CallingPage {
  /** Null for a page outside of organizations. */
  organizationId: string | null;
  /** The user it was made for, if the call comes from a browser, where somebody else may have signed in since. */
  userId?: string | null;
}

/** Creates the context of a call. A page of somebody else counts as one of nobody: it is led to sign in, and made anew. */
export async function createContext({ organizationId, userId = null }: CallingPage): Promise<TrpcContext> {
  const [found, { address, userAgent, correlationId }] = await Promise.all([getLogin(), requestClient()]);
  const login = found === null || userId === null || found.userId === userId ? found : null;
  return { core: services().core, login, organizationId, correlationId, client: { address, userAgent } };
}
