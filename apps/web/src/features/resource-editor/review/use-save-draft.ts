"use client";

import { resourceKey } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { domainErrorOf, isNotFound } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { applyInputOf } from "../manifest/apply-input.ts";
import type { Loaded } from "../types.ts";
import type { EditorDocument } from "../use-document.ts";

export interface DraftSaving {
  start: () => void;
  isBusy: boolean;
  /** Why it was refused. */
  error: { message: string } | null;
  /** It was refused because the resource is gone. */
  isGone: boolean;
}

/**
 * Saves the document as a draft of the loaded version; nothing runs. If only the state of the resource has changed since, it
 * is one of the current version.
 * @param onConflict somebody else applied another version meanwhile
 * @param onSaved given the key
 */
export function useSaveDraft(
  document: EditorDocument,
  onConflict: (theirs: Loaded) => void,
  onSaved: (key: string) => void,
): DraftSaving {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.resources.applyOne.mutationOptions());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<DraftSaving["error"]>(null);
  const { manifest, base, type } = document;

  const send = (on: Loaded | null) => {
    if (!manifest) throw new Error("There is nothing to save");
    const precondition = on ? { ifMatch: on.etag } : { ifNoneMatch: "*" };
    return mutation.mutateAsync({ ...applyInputOf(manifest, on?.resource ?? null, type, true), ...precondition });
  };
  /** @returns false if somebody has to decide first */
  const sendOnCurrent = async (key: string): Promise<boolean> => {
    try {
      await send(base);
    } catch (refusal) {
      if (base === null || domainErrorOf(refusal)?.code !== "precondition_failed") throw refusal;
      const current = await queryClient.fetchQuery({ ...trpc.resources.get.queryOptions({ id: key }), staleTime: 0 });
      if (!document.isCurrent(current)) {
        onConflict(current);
        return false;
      }
      document.rebase(current, false);
      await send(current);
    }
    return true;
  };
  const run = async (): Promise<void> => {
    if (!manifest) return;
    const key = resourceKey(manifest);
    setBusy(true);
    setError(null);
    try {
      if (!(await sendOnCurrent(key))) return;
      await queryClient.invalidateQueries(trpc.resources.pathFilter());
      onSaved(key);
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : { message: String(refusal) });
    } finally {
      setBusy(false);
    }
  };
  return { start: () => void run(), isBusy, error, isGone: isNotFound(error) };
}
