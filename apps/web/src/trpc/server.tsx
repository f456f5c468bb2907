import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { services } from "~/server/services.ts";
import { createContext } from "./context.ts";
import { createQueryClient } from "./query-client.ts";

export const getQueryClient = cache(createQueryClient);

/** Query options for pages on the server: they call the procedures without a request. */
export const getTrpc = cache(() =>
  createTRPCOptionsProxy({ ctx: createContext, router: services().trpc.appRouter, queryClient: getQueryClient }),
);

/** Hands what was prefetched to the components below. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
