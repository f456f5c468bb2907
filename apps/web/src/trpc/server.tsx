import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { requireOrganization } from "~/auth/organization.ts";
import { services } from "~/server/services.ts";
import { createContext } from "./context.ts";
import { createQueryClient } from "./query-client.ts";

export const getQueryClient = cache(() => createQueryClient({ retries: false }));

/**
 * Query options for an organization's pages on the server: they call the procedures without a request, in the
 * organization of the requested page.
 */
export const getTrpc = cache(async () => optionsIn((await requireOrganization()).organization.id));

/** The same for pages outside of organizations. */
export const getOutsideTrpc = cache(() => optionsIn(null));

function optionsIn(organizationId: string | null) {
  return createTRPCOptionsProxy({
    ctx: () => createContext({ organizationId }),
    router: services().trpc.appRouter,
    queryClient: getQueryClient,
  });
}

/** Passes prefetched data to the components below. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
