"use client";

import type { AppRouter } from "@pragma/trpc";
import { onlineManager, type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useEffect, useState } from "react";
import { askServer } from "~/lib/connection/ask-server.ts";
import { connection } from "~/lib/connection/connection.ts";
import { connectionLink } from "./connection-link.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { type Page, proceduresUrl } from "./page-parameters.ts";
import { createQueryClient } from "./query-client.ts";
import { expectToLeave, isLeaving } from "./sign-out.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** Some proxies on the way refuse longer URLs. */
const MAX_URL_LENGTH = 4000;
/** Reads whose input has no room in a URL. */
const LONG_READS = new Set(["resources.rows"]);
/** The server takes no more calls in one request. */
const MAX_BATCH_CALLS = 20;

// While there is trouble no query is asked, and what was read stays: one that fails would take its place. What was under way
// goes on once the server answers.
if (typeof window !== "undefined") {
  onlineManager.setEventListener((setOnline) =>
    connection.subscribe(() => setOnline(connection.state().trouble === null)),
  );
}

/** By user and organization: the same query has another answer for another one. */
const browserQueryClients = new Map<string, QueryClient>();

/** One of each as long as the tab is open; on the server one per request. */
function queryClientOf(userId: string, organizationId: string | null): QueryClient {
  if (typeof window === "undefined") return createQueryClient({ retries: false });
  const key = `${userId}/${organizationId ?? ""}`;
  const known = browserQueryClients.get(key) ?? createQueryClient();
  browserQueryClients.set(key, known);
  return known;
}

function createClient(page: Page): TRPCClient<AppRouter> {
  const url = proceduresUrl(page);
  return createTRPCClient<AppRouter>({
    links: [
      connectionLink,
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url }),
        false: splitLink({
          condition: ({ path }) => LONG_READS.has(path),
          true: httpBatchLink({ url, fetch: fetchAnswer, methodOverride: "POST", maxItems: MAX_BATCH_CALLS }),
          false: httpBatchLink({ url, fetch: fetchAnswer, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_BATCH_CALLS }),
        }),
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
  const [client] = useState(() => createClient({ userId, organizationId }));
  useEffect(() => expectToLeave(false), []);
  useEffect(() => {
    const stopAsking = connection.askAs(async () =>
      // Its login has ended, or is about to.
      isLeaving() ? "answered" : askServer(proceduresUrl({ userId, organizationId: null }, "account.me")),
    );
    const stopListening = connection.onRecovery(() => void queryClient.invalidateQueries());
    return () => {
      stopAsking();
      stopListening();
    };
  }, [userId, queryClient]);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
