"use client";

import { resourceKey } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Dispatch } from "react";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import type { Loaded } from "../schema/types.ts";
import { type EditorDocument, isCurrent } from "../state/editor-document.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import { reviewInput } from "./review-input.ts";
import { changesAnything, savedWords } from "./saved-words.ts";

/**
 * Saves the document as a draft of the loaded version, with what it creates along: a change of its own, since that may also take the
 * place of what is waiting; nothing runs. If only the state of the resource has changed since, it is one of the current version. Where
 * nothing would change, it leaves no change behind.
 * @param onSaved given the key, and what was done in words
 */
export function useSaveDraft(
  { manifest, base, companions }: EditorDocument,
  dispatch: Dispatch<EditorEvent>,
  onSaved: (key: string, words: string) => void,
): () => Promise<void> {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  // Not kept: the documents may have secrets.
  const mutation = useMutation(trpc.changes.plan.mutationOptions({ gcTime: 0 }));

  /** @returns what was done in words */
  const send = async (document: Manifest, on: Loaded | null): Promise<string> => {
    const input = { ...reviewInput(document, on, companions, true), source: { kind: "dashboard" as const } };
    const { actions } = await client.changes.preview.mutate(input);
    if (changesAnything(actions)) await mutation.mutateAsync({ ...input, apply: true });
    return savedWords(actions);
  };
  /** @returns what was done in words, or the version of somebody else, where a person has to decide first */
  const save = async (document: Manifest): Promise<string | Loaded> => {
    try {
      return await send(document, base);
    } catch (refusal) {
      if (base === null || domainErrorOf(refusal)?.code !== "precondition_failed") throw refusal;
      const options = trpc.resources.get.queryOptions({ id: resourceKey(document) });
      const current = await queryClient.fetchQuery({ ...options, staleTime: 0 });
      if (!isCurrent(base, current)) return current;
      dispatch({ type: "rebased", onto: current });
      return send(document, current);
    }
  };
  return async () => {
    if (!manifest) return;
    dispatch({ type: "save-started" });
    try {
      const saved = await save(manifest);
      if (typeof saved !== "string") return dispatch({ type: "conflict-found", theirs: saved });
      await queryClient.invalidateQueries(trpc.resources.pathFilter());
      onSaved(resourceKey(manifest), saved);
    } catch (refusal) {
      dispatch({ type: "save-refused", refusal: refusal instanceof Error ? refusal : { message: String(refusal) } });
    }
  };
}
