import { roleAtLeast } from "@pragma/contract";
import type { Metadata } from "next";
import { requireOrganization } from "~/auth/organization.ts";
import { MembersPage } from "~/features/members/members-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Members" };

export default async function MembersRoute() {
  const { member } = await requireOrganization();
  const queryClient = getQueryClient();
  const trpc = await getTrpc();
  await Promise.all([
    queryClient.prefetchQuery(trpc.members.list.queryOptions()),
    roleAtLeast(member.role, "admin") ? queryClient.prefetchQuery(trpc.invitations.list.queryOptions()) : null,
  ]);
  return (
    <Hydrate>
      <MembersPage />
    </Hydrate>
  );
}
