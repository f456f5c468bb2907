"use client";

import { resourceKey } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Dispatch } from "react";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import type { Manifest } from "../manifest/manifest.ts";
import { type EditorDocument, isCurrent } from "../state/editor-document.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { Loaded } from "../types.ts";
import { reviewInput } from "./review-input.ts";

/**
 * Saves the document as a draft of the loaded version, with what it creates along: a change of its own, since that may also take the
 * place of what is waiting; nothing runs. If only the state of the resource has changed since, it is one of the current version.
 * @param onSaved given the key
 */
export function useSaveDraft(
  { manifest, base, companions }: EditorDocument,
  dispatch: Dispatch<EditorEvent>,
  onSaved: (key: string) => void,
): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Not kept: the documents may have secrets.
  const mutation = useMutation(trpc.changes.plan.mutationOptions({ gcTime: 0 }));

  const send = (document: Manifest, on: Loaded | null) => {
    const input = reviewInput(document, on, companions, true);
    return mutation.mutateAsync({ ...input, source: { kind: "dashboard" }, apply: true });
  };
  /** @returns the version of somebody else, where a person has to decide first */
  const save = async (document: Manifest): Promise<Loaded | null> => {
    try {
      await send(document, base);
    } catch (refusal) {
      if (base === null || domainErrorOf(refusal)?.code !== "precondition_failed") throw refusal;
      const options = trpc.resources.get.queryOptions({ id: resourceKey(document) });
      const current = await queryClient.fetchQuery({ ...options, staleTime: 0 });
      if (!isCurrent(base, current)) return current;
      dispatch({ type: "rebased", onto: current });
      await send(document, current);
    }
    return null;
  };
  return async () => {
    if (!manifest) return;
    dispatch({ type: "save-started" });
    try {
      const theirs = await save(manifest);
      if (theirs) return dispatch({ type: "conflict-found", theirs });
      await queryClient.invalidateQueries(trpc.resources.pathFilter());
      onSaved(resourceKey(manifest));
    } catch (refusal) {
      dispatch({ type: "save-refused", refusal: refusal instanceof Error ? refusal : { message: String(refusal) } });
    }
  };
}
