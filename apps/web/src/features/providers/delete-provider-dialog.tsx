"use client";

import { MAX_CHANGE_ITEMS } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { DeletionDialog } from "~/features/changes/plan/deletion-dialog.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";

/** Resources per call. */
const PAGE = 200;

const DESCRIPTION =
  "Its deployment, builds and types are deleted. If a provider of this name ships with the product, that one serves again.";

export interface DeleteProviderDialogProps {
  id: string;
  /** Its resources are being deleted, and it goes with the last of them. */
  onLeaving: () => void;
  onClose: () => void;
}

/** Deletes a provider; if it still has resources, shows first what goes with it. */
export function DeleteProviderDialog({ id, onLeaving, onClose }: DeleteProviderDialogProps) {
  const mayCascade = useCan("resources:write");
  const resources = useResourceKeys(id);
  const keys = resources.data;
  const remove = useRemoval(id, onLeaving);
  const title = `Delete the provider ${id}?`;
  if (keys && keys.length > 0 && mayCascade) {
    return (
      <DeletionDialog
        title={title}
        description={`${DESCRIPTION} It still has resources: they are deleted first, in order and through the provider, which deletes the real objects.`}
        deletes={{ words: null, count: null, moreHref: resourcesHref({ provider: id }) }}
        action="Delete provider and resources"
        confirmation={id}
        inputOf={(dependents) => ({
          delete: keys.map((resource) => ({ resource, ...dependents })),
          message: `Delete the provider ${id} and its resources`,
        })}
        // Its resources are going by now: the provider goes with the last of them.
        onApplied={() => remove.mutate({ provider_id: id, cascade: true })}
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      description={DESCRIPTION}
      action="Delete provider"
      danger
      busy={remove.isPending}
      disabled={keys === undefined || keys.length > 0}
      reason={keys === undefined ? null : "Its resources go with it, and your role cannot delete them."}
      error={remove.error ? errorMessage(remove.error) : null}
      onConfirm={() => remove.mutate({ provider_id: id, cascade: false }, { onSuccess: onClose })}
    >
      {resources.error ? <CallError error={resources.error} onRetry={() => void resources.refetch()} /> : null}
      {resources.isPending ? <SkeletonRows rows={3} label="Looking up its resources" /> : null}
    </ConfirmDialog>
  );
}

/** The keys of a provider's resources: one more than a change can delete, if there are too many. */
function useResourceKeys(provider: string) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ["resources of", provider],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const keys: string[] = [];
      type Cursor = Awaited<ReturnType<typeof client.resources.list.query>>["nextCursor"];
      let cursor: Cursor = null;
      do {
        const page: Awaited<ReturnType<typeof client.resources.list.query>> = await client.resources.list.query(
          { provider, limit: PAGE, cursor },
          { signal },
        );
        keys.push(...page.items.map(({ key }) => key));
        cursor = page.nextCursor;
      } while (cursor !== null && keys.length <= MAX_CHANGE_ITEMS);
      return keys;
    },
  });
}

/** Deletes the provider itself. */
function useRemoval(id: string, onLeaving: () => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const pathOf = useOrganizationPath();
  return useMutation(
    trpc.providers.delete.mutationOptions({
      onSuccess: async ({ deployment_deleted }, { cascade }) => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        if (!deployment_deleted) {
          onLeaving();
          return;
        }
        toast.success(`Provider ${id} deleted`);
        if (!cascade) router.push(pathOf("/providers"));
      },
      onError: (error) => toast.error(`The provider ${id} stays: ${errorMessage(error)}`),
    }),
  );
}
