"use client";

import type { Change, ChangeInput } from "@pragma/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { ChangeOptions } from "./change-input.ts";
import type { DocumentsReading } from "./read-documents.ts";

/** What a plan is made of. */
interface PlanSource {
  reading: DocumentsReading;
  text: string;
  options: ChangeOptions;
}

/** A plan, and what it was made of. */
export interface Planned extends PlanSource {
  plan: Pick<Change, "id">;
}

/** Whether a plan is still of these documents and options. */
export function isOf(planned: Planned, text: string, { message, set, prune }: ChangeOptions): boolean {
  const { options } = planned;
  return planned.text === text && options.message === message && options.set === set && options.prune === prune;
}

/** Plans documents. The plan before is discarded: it would only count among the organization's open ones. */
export function usePlan() {
  const trpc = useTRPC();
  const [planned, setPlanned] = useState<Planned | null>(null);
  const discard = useMutation(trpc.changes.discard.mutationOptions());
  // Not kept: the documents may have secrets.
  const plan = useMutation(trpc.changes.plan.mutationOptions({ gcTime: 0 }));
  const start = (input: ChangeInput, source: PlanSource): void => {
    const before = planned;
    setPlanned(null);
    plan.mutate(input, {
      onSuccess: ({ id }) => {
        setPlanned({ plan: { id }, ...source });
      },
      // Also where there is no new one: it is shown no more.
      onSettled: () => before && discard.mutate({ id: before.plan.id }),
    });
  };
  return { planned, start, busy: plan.isPending, error: plan.error };
}
