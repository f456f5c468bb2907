"use client";

import { resourceKey } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Dispatch } from "react";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { applyInputOf } from "../manifest/apply-input.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { type EditorDocument, isCurrent } from "../state/editor-document.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { Loaded } from "../types.ts";

/**
 * Saves the document as a draft of the loaded version; nothing runs. If only the state of the resource has changed since, it
 * is one of the current version.
 * @param onSaved given the key
 */
export function useSaveDraft(
  { manifest, base, companions }: EditorDocument,
  dispatch: Dispatch<EditorEvent>,
  onSaved: (key: string) => void,
): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mutation = useMutation(trpc.resources.applyOne.mutationOptions());

  const send = (document: Manifest, on: Loaded | null) => {
    const precondition = on ? { ifMatch: on.etag } : { ifNoneMatch: "*" };
    return mutation.mutateAsync({ ...applyInputOf(document, on?.resource ?? null, true), ...precondition });
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
      // What is referred to comes first, so that a refusal of it leaves nothing that waits for it.
      for (const { manifest: along } of companions) {
        await mutation.mutateAsync({ ...applyInputOf(along, null, true), ifNoneMatch: "*" });
        dispatch({ type: "companion-removed", key: resourceKey(along) });
      }
      const theirs = await save(manifest);
      if (theirs) return dispatch({ type: "conflict-found", theirs });
      await queryClient.invalidateQueries(trpc.resources.pathFilter());
      onSaved(resourceKey(manifest));
    } catch (refusal) {
      dispatch({ type: "save-refused", refusal: refusal instanceof Error ? refusal : { message: String(refusal) } });
    }
  };
}
