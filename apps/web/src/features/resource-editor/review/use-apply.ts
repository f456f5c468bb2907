"use client";

import { type ErrorFacts, resourceKey } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { applyInputOf } from "../manifest/apply-input.ts";
import type { Loaded } from "../types.ts";
import type { EditorDocument } from "../use-document.ts";

export interface ApplyControl {
  start: (asDraft: boolean) => void;
  /** Overwrites a version from somebody else. */
  overwrite: (theirs: Loaded) => void;
  /** Recreates a deleted resource, unless it exists again. */
  createAnew: () => void;
  busy: "apply" | "save" | null;
  refusal: { code: string; message: string; facts: ErrorFacts } | null;
}

/**
 * Applies the document to the loaded version. If only the state of the resource has changed since, it is applied to the
 * current version.
 * @param onConflict somebody else applied another version meanwhile
 * @param onApplied given the key
 */
export function useApply(
  document: EditorDocument,
  onConflict: (theirs: Loaded) => void,
  onApplied: (key: string, asDraft: boolean) => void,
): ApplyControl {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.resources.applyOne.mutationOptions());
  const [busy, setBusy] = useState<ApplyControl["busy"]>(null);
  const [asked, setAsked] = useState(false);
  const [refusal, setRefusal] = useState<ApplyControl["refusal"]>(null);
  const { manifest, base, type } = document;

  const send = (asDraft: boolean, on: Loaded | null) => {
    if (!manifest) throw new Error("There is nothing to apply");
    const precondition = on ? { ifMatch: on.etag } : { ifNoneMatch: "*" };
    return mutation.mutateAsync({ ...applyInputOf(manifest, on?.resource ?? null, type, asDraft), ...precondition });
  };
  const readAgain = (key: string) =>
    queryClient.fetchQuery({ ...trpc.resources.get.queryOptions({ id: key }), staleTime: 0 });

  const run = async (asDraft: boolean, on: Loaded | null): Promise<void> => {
    if (!manifest) return;
    const key = resourceKey(manifest);
    setBusy(asDraft ? "save" : "apply");
    setAsked(asDraft);
    setRefusal(null);
    try {
      await sendOnCurrent(asDraft, on, key);
      await queryClient.invalidateQueries(trpc.resources.pathFilter());
      onApplied(key, asDraft);
    } catch (error) {
      if (!(error instanceof Superseded)) setRefusal(refusalOf(error));
    } finally {
      setBusy(null);
    }
  };
  const sendOnCurrent = async (asDraft: boolean, on: Loaded | null, key: string): Promise<void> => {
    try {
      await send(asDraft, on);
    } catch (error) {
      if (on === null || refusalOf(error).code !== "precondition_failed") throw error;
      const current = await readAgain(key);
      if (!document.isCurrent(current)) {
        onConflict(current);
        throw new Superseded();
      }
      document.rebase(current, false);
      await send(asDraft, current);
    }
  };
  return {
    start: (asDraft) => void run(asDraft, base),
    overwrite: (theirs) => {
      document.rebase(theirs, false);
      void run(asked, theirs);
    },
    createAnew: () => void run(asked, null),
    busy,
    refusal,
  };
}

/** The conflict has been shown; there is nothing more to say. */
class Superseded extends Error {
  override name = "Superseded";
}

function refusalOf(error: unknown): NonNullable<ApplyControl["refusal"]> {
  const message = error instanceof Error ? error.message : String(error);
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const domain = (data as { domain?: { code: string; facts: ErrorFacts } | null } | null)?.domain;
  return { code: domain?.code ?? "", message, facts: domain?.facts ?? {} };
}
