"use client";

import { useMutation } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { useLeadToPlan } from "~/features/changes/use-lead-to-plan.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** Plans to bring back an earlier generation, and leads to that plan: nothing changes until it is applied. */
export function RollBackButton({ resourceKey, generation }: { resourceKey: string; generation: number }) {
  const trpc = useTRPC();
  const leadToPlan = useLeadToPlan();
  const { mutate, isPending, isSuccess, error } = useMutation(
    trpc.changes.rollBack.mutationOptions({ onSuccess: ({ id }) => leadToPlan(id) }),
  );
  return (
    <>
      <Button
        variant="ghost"
        size="small"
        aria-label={`Roll back to generation ${generation}`}
        busy={isPending || isSuccess}
        onClick={() => mutate({ id: resourceKey, generation })}
      >
        <Undo2 aria-hidden />
        Roll back
      </Button>
      {error ? (
        <p role="alert" className="w-full text-dense text-danger-text">
          {error.message}
        </p>
      ) : null}
    </>
  );
}
