"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

/** A reader goes through no more names than this. */
const NAMED = 50;

export interface DeleteProviderDialogProps {
  id: string;
  /** Its resources are being deleted, and it goes with the last of them. */
  onLeaving: () => void;
  onClose: () => void;
}

/** Lists what would go with a provider before it is deleted. */
export function DeleteProviderDialog({ id, onLeaving, onClose }: DeleteProviderDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const pathOf = useOrganizationPath();
  const mayCascade = useCan("resources:write");
  const [cascade, setCascade] = useState(false);
  const resources = useQuery({
    ...trpc.resources.list.queryOptions({ provider: id, limit: NAMED }),
    staleTime: 0,
  });
  const items = resources.data?.items ?? [];
  const remove = useMutation(
    trpc.providers.delete.mutationOptions({
      onSuccess: async ({ deployment_deleted, resources_deleted }) => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        onClose();
        if (deployment_deleted) {
          toast.success(`Provider ${id} deleted`);
          router.push(pathOf("/providers"));
        } else {
          toast.success(`Deletion of ${resources_deleted} resources started`);
          onLeaving();
        }
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete the provider ${id}?`}
      description="Its deployment, builds and types are deleted. If a provider of this name ships with the product, that one serves again."
      action={cascade ? "Delete provider and resources" : "Delete provider"}
      danger
      busy={remove.isPending}
      disabled={resources.isPending || (items.length > 0 && !cascade)}
      error={remove.error ? errorMessage(remove.error) : null}
      onConfirm={() => remove.mutate({ provider_id: id, cascade })}
    >
      {resources.isPending ? <Skeleton className="h-24" /> : null}
      {items.length > 0 ? (
        <div className="flex flex-col gap-3">
          <p className="text-ink">
            It still has resources. They would be deleted first, in order and through the provider, which deletes the
            real objects:
          </p>
          <ul className="max-h-48 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2">
            {items.map(({ key }) => (
              <li key={key} className="break-all py-0.5 font-mono text-[0.8125rem] text-ink">
                {key}
              </li>
            ))}
            {resources.data?.nextCursor ? <li className="py-0.5 text-ink-soft">and more</li> : null}
          </ul>
          {mayCascade ? (
            <LabelledCheckbox
              checked={cascade}
              onChange={(event) => setCascade(event.target.checked)}
              label={
                resources.data?.nextCursor
                  ? "Delete all of its resources as well"
                  : `Delete its ${count(items.length)} as well`
              }
            />
          ) : (
            <p className="text-ink-soft">Your role does not include deleting resources.</p>
          )}
        </div>
      ) : null}
    </ConfirmDialog>
  );
}

function count(resources: number): string {
  return resources === 1 ? "resource" : `${resources} resources`;
}
