"use client";

import { useQuery } from "@tanstack/react-query";
import { Dialog } from "~/components/ui/dialog.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { LimitForm } from "./limit-form.tsx";

export interface LimitsDialogProps {
  organizationId: string;
  name: string;
  onClose: () => void;
}

/** Shows an organization's usage of its limits, and sets them. */
export function LimitsDialog({ organizationId, name, onClose }: LimitsDialogProps) {
  const limits = useQuery(useTRPC().operator.organizations.limits.queryOptions({ organizationId }));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Limits of ${name}`}
      description="Limits apply at once, the rate limit within a second. What already exists stays."
    >
      {limits.isPending ? <SkeletonRows rows={4} label="Loading the limits" /> : null}
      {limits.isError ? <CallError error={limits.error} onRetry={() => void limits.refetch()} /> : null}
      <ul className="flex flex-col gap-5">
        {limits.data?.limits.map((limit) => (
          <li key={limit.limit}>
            <LimitForm organizationId={organizationId} limit={limit} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
