"use client";

import type { Change } from "@pragma/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { DocumentsReading } from "./read-documents.ts";

/** What is said about the documents besides them. */
export interface ChangeOptions {
  message: string;
  /** Empty for none. */
  set: string;
  prune: boolean;
}

/** A plan, and what it was made of. */
export interface Planned {
  plan: Pick<Change, "id">;
  reading: DocumentsReading;
  text: string;
  options: ChangeOptions;
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
  const start = (reading: DocumentsReading, text: string, options: ChangeOptions): void => {
    const { message, set, prune } = options;
    const before = planned;
    setPlanned(null);
    plan.mutate(
      {
        documents: reading.inputs,
        source: { kind: "dashboard" },
        ...(message.trim() === "" ? {} : { message: message.trim() }),
        ...(set === "" ? {} : { set, prune }),
      },
      {
        onSuccess: (made) => {
          setPlanned({ plan: { id: made.id }, reading, text, options });
          if (before) discard.mutate({ id: before.plan.id });
        },
      },
    );
  };
  return { planned, start, busy: plan.isPending, error: plan.error };
}
