"use client";

import type { AppRouter } from "@pragma/trpc";
import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { createQueryClient } from "./query-client.ts";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

const URL_OF_PROCEDURES = "/api/trpc";
/** Longer addresses are refused on the way by some proxies. */
const MAX_URL_LENGTH = 4000;
/** The server takes no more calls in one request. */
const MAX_BATCH_CALLS = 20;

let browserQueryClient: ReturnType<typeof createQueryClient> | undefined;

/** One for the life of the page; on the server one a request. */
function queryClientOfPage(): ReturnType<typeof createQueryClient> {
  if (typeof window === "undefined") return createQueryClient();
  browserQueryClient ??= createQueryClient();
  return browserQueryClient;
}

export function TrpcReactProvider({ children }: { children: ReactNode }) {
  const queryClient = queryClientOfPage();
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: ({ type }) => type === "subscription",
          true: httpSubscriptionLink({ url: URL_OF_PROCEDURES }),
          false: httpBatchLink({
            url: URL_OF_PROCEDURES,
            maxURLLength: MAX_URL_LENGTH,
            maxItems: MAX_BATCH_CALLS,
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
