"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "~/components/ui/confirm-dialog.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { domainError, errorMessage } from "~/trpc/error-message.ts";
import { DEED_WORDS, deployDeed } from "./provider-versions.ts";

export interface DeployDialogProps {
  provider: string;
  version: string;
  /** The version that serves now. */
  serving: string | null;
  onClose: () => void;
}

/** Asks before a version takes over; if it breaks existing resources, shows them and offers to go on. */
export function DeployDialog({ provider, version, serving, onClose }: DeployDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [force, setForce] = useState(false);
  const deploy = useMutation(
    trpc.providers.deploy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        toast.success(`Deployment of ${provider} ${version} started`);
        onClose();
      },
    }),
  );
  const refusal = domainError(deploy.error);
  const incompatible = refusal?.code === "incompatible_schema" ? (refusal.facts.dependents ?? []) : null;
  const deed = deployDeed(version, serving);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={deed === "rollback" ? `Roll ${provider} back to ${version}?` : `Deploy ${provider} ${version}?`}
      description={
        serving === null
          ? "It serves once it has started successfully."
          : `It replaces ${serving} once it has started successfully; until then, or if it fails, the present version keeps serving.`
      }
      action={DEED_WORDS[deed]}
      busy={deploy.isPending}
      disabled={incompatible !== null && !force}
      error={deploy.error && incompatible === null ? errorMessage(deploy.error) : null}
      onConfirm={() => deploy.mutate({ provider_id: provider, version, ...(force ? { force } : {}) })}
    >
      {incompatible !== null ? (
        <div className="flex flex-col gap-3">
          <Notice tone="danger">
            <span className="break-words">{errorMessage(deploy.error)}</span>
          </Notice>
          <Incompatible ids={incompatible} />
          <LabelledCheckbox
            checked={force}
            onChange={(event) => setForce(event.target.checked)}
            label="Force: deploy it even though these resources break its schemas"
          />
        </div>
      ) : null}
    </ConfirmDialog>
  );
}

function Incompatible({ ids }: { ids: readonly string[] }) {
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium text-ink">
        {ids.length === 1 ? "One resource does" : `${ids.length} resources do`} not go with it
      </h3>
      <ul className="max-h-48 overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2">
        {ids.map((id) => (
          <li key={id} className="break-all py-0.5 font-mono text-dense text-ink">
            {id.replace(/^resource:/, "")}
          </li>
        ))}
      </ul>
    </div>
  );
}
