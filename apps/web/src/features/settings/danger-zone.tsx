"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { isLastOwner } from "~/features/members/member-rules.ts";
import { LeaveOrganizationDialog } from "~/features/organization/leave-organization-dialog.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";

export function DangerZone() {
  const viewer = useViewer();
  const [leaving, setLeaving] = useState(false);
  const members = useQuery(useTRPC().members.list.queryOptions());
  return (
    <Section title="Danger zone" className="border-danger">
      <div className="flex flex-wrap items-center justify-between gap-3 p-4">
        <div>
          <h3 className="font-medium text-ink">Leave {viewer.organizationName}</h3>
          <p className="text-ink-soft">Your tokens of this organization end. What you applied stays.</p>
        </div>
        <Button variant="danger" onClick={() => setLeaving(true)}>
          Leave organization…
        </Button>
      </div>
      {leaving ? (
        <LeaveOrganizationDialog
          // The server decides if the members could not be read.
          lastOwner={members.data ? isLastOwner(viewer, members.data) : false}
          onClose={() => setLeaving(false)}
        />
      ) : null}
    </Section>
  );
}
