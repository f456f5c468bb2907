import { roleAtLeast } from "@pragma/contract";
import type { Metadata } from "next";
import { getLogin } from "~/auth/login.ts";
import { MembersPage } from "~/features/members/members-page.tsx";
import { getQueryClient, getTrpc, Hydrate } from "~/trpc/server.tsx";

export const metadata: Metadata = { title: "Members" };

export default async function MembersRoute() {
  const member = (await getLogin())?.member;
  const queryClient = getQueryClient();
  const trpc = getTrpc();
  await Promise.all([
    member ? queryClient.prefetchQuery(trpc.members.list.queryOptions()) : null,
    member && roleAtLeast(member.role, "admin")
      ? queryClient.prefetchQuery(trpc.invitations.list.queryOptions())
      : null,
  ]);
  return (
    <Hydrate>
      <MembersPage />
    </Hydrate>
  );
}
