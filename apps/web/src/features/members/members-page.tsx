"use client";

import { roleAtLeast } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { MemberTable } from "./member-table.tsx";

/** Loaded when it is first opened. */
const InviteDialog = dynamic(() => loadPart(() => import("./invite-dialog.tsx")).then((file) => file.InviteDialog), {
  ssr: false,
});

/** The members and invitations of the organization. */
export function MembersPage() {
  const { role, organizationName } = useViewer();
  const manages = roleAtLeast(role, "admin");
  const [dialog, setDialog] = useQueryState("new", parseAsStringLiteral(["invitation"]));
  const invite = (): void => void setDialog("invitation");
  return (
    <>
      <PageHeader
        title="Members"
        description={`The members of ${organizationName} and their roles.`}
        actions={
          manages ? (
            <Button variant="primary" onClick={invite}>
              <UserPlus aria-hidden /> Invite…
            </Button>
          ) : undefined
        }
      />
      <div className="flex flex-col gap-5">
        <Members />
        {manages ? (
          <Section title="Invitations" description="Links that have not been used yet.">
            <InvitationList onInvite={invite} />
          </Section>
        ) : null}
      </div>
      {dialog === "invitation" && manages ? <InviteDialog onClose={() => void setDialog(null)} /> : null}
    </>
  );
}

function Members() {
  const members = useQuery(useTRPC().members.list.queryOptions());
  const count = members.data ? ` (${members.data.length})` : "";
  return (
    <Section title={`People${count}`}>
      {members.isPending ? <SkeletonRows rows={3} label="Loading the members" /> : null}
      {members.isError ? <CallError error={members.error} onRetry={() => void members.refetch()} /> : null}
      {members.data ? <MemberTable members={members.data} /> : null}
    </Section>
  );
}
