import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { requireOrganization } from "~/auth/organization.ts";
import { services } from "~/server/services.ts";
import { createContext } from "./context.ts";
import { createQueryClient } from "./query-client.ts";

export const getQueryClient = cache(() => createQueryClient({ retries: false }));

/** Where the event stream stood before the page read anything: from there the browser follows what the page shows. */
export const getStreamPosition = cache(() => services().useCases.currentPosition(services().core));

/**
 * Query options for an organization's pages on the server: they call the procedures without a request, in the
 * organization of the requested page.
 */
export const getTrpc = cache(async () => {
  const { organization } = await requireOrganization();
  await getStreamPosition();
  return optionsIn(organization.id);
});

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
