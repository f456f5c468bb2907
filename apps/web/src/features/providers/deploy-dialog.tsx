"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { errorMessage } from "~/trpc/error-message.ts";
import { DeployPreview } from "./deploy-preview.tsx";
import { ACTION_WORDS, deployAction } from "./provider-versions.ts";

export interface DeployDialogProps {
  provider: string;
  version: string;
  /** The version that serves now. */
  serving: string | null;
  onClose: () => void;
}

/** Asks before a version takes over, and shows first what that does: which resources break and why, and how types differ. */
export function DeployDialog({ provider, version, serving, onClose }: DeployDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [force, setForce] = useState(false);
  const preview = useQuery(
    // Resources change meanwhile: each dialog looks anew.
    trpc.providers.previewDeployment.queryOptions({ provider_id: provider, version }, { gcTime: 0 }),
  );
  const deploy = useMutation(
    trpc.providers.deploy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        toast.success(`Deployment of ${provider} ${version} started`);
        onClose();
      },
    }),
  );
  const broken = preview.data?.broken ?? 0;
  const action = deployAction(version, serving);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={action === "rollback" ? `Roll ${provider} back to ${version}?` : `Deploy ${provider} ${version}?`}
      description={
        serving === null
          ? "It serves once it has started successfully."
          : `It replaces ${serving} once it has started successfully; until then, or if it fails, the present version keeps serving.`
      }
      action={ACTION_WORDS[action]}
      className="max-w-2xl"
      busy={deploy.isPending}
      disabled={preview.isPending || (broken > 0 && !force)}
      reason={preview.data && broken > 0 ? reasonOf(preview.data.can_be_forced) : null}
      error={deploy.error ? errorMessage(deploy.error) : null}
      question={
        broken > 0 && preview.data?.can_be_forced ? (
          <LabelledCheckbox
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
            label="Force: deploy it even though these resources break"
          />
        ) : null
      }
      onConfirm={() => deploy.mutate({ provider_id: provider, version, ...(force ? { force } : {}) })}
    >
      {preview.isPending ? <SkeletonRows rows={3} label="Checking the existing resources" /> : null}
      {preview.isError ? <CallError error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? <DeployPreview preview={preview.data} /> : null}
    </ConfirmDialog>
  );
}

function reasonOf(canBeForced: boolean): string {
  if (canBeForced) return "Resources break: fix them or the provider, or force it.";
  return "Delete the resources of the missing types first.";
}
