"use client";

import type { AppRouter } from "@pragma/trpc";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { fetchAnswer } from "./fetch-answer.ts";
import { ORGANIZATION_PARAMETER } from "./organization-parameter.ts";
import { createQueryClient } from "./query-client.ts";
import { signedOutLink } from "./signed-out-link.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const URL_OF_PROCEDURES = "/api/trpc";
/** Some proxies on the way refuse longer URLs. */
const MAX_URL_LENGTH = 4000;
/** The server takes no more calls in one request. */
const MAX_BATCH_CALLS = 20;

/** By user and organization: the same query has another answer for another one. */
const browserQueryClients = new Map<string, QueryClient>();

/** One of each as long as the tab is open; on the server one per request. */
function queryClientOf(userId: string, organizationId: string | null): QueryClient {
  if (typeof window === "undefined") return createQueryClient();
  const key = `${userId}/${organizationId ?? ""}`;
  const known = browserQueryClients.get(key) ?? createQueryClient();
  browserQueryClients.set(key, known);
  return known;
}

function createClient(organizationId: string | null): TRPCClient<AppRouter> {
  const query = new URLSearchParams(organizationId === null ? {} : { [ORGANIZATION_PARAMETER]: organizationId });
  const url = query.size > 0 ? `${URL_OF_PROCEDURES}?${query}` : URL_OF_PROCEDURES;
  return createTRPCClient<AppRouter>({
    links: [
      signedOutLink,
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url, fetch: fetchAnswer, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_BATCH_CALLS }),
      }),
    ],
  });
}

/**
 * Lets the components below call procedures, in one organization. Give it that as its key: another organization needs
 * another cache and another stream.
 *
 * @param userId who is signed in
 * @param organizationId null outside of organizations
 */
export function TrpcReactProvider({
  userId,
  organizationId,
  children,
}: {
  userId: string;
  organizationId: string | null;
  children: ReactNode;
}) {
  const queryClient = queryClientOf(userId, organizationId);
  const [client] = useState(() => createClient(organizationId));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
