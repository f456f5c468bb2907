import type { Metadata } from "next";
import { SettingsPage } from "~/features/settings/settings-page.tsx";
import { services } from "~/server/services.ts";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsRoute() {
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.settings.get.queryOptions()),
    queryClient.prefetchQuery(trpc.settings.rateLimit.queryOptions()),
    queryClient.prefetchQuery(trpc.settings.limits.queryOptions()),
    queryClient.prefetchQuery(trpc.members.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <SettingsPage apiUrl={services().env.settings.publicApiUrl} />
    </Hydrate>
  );
}
