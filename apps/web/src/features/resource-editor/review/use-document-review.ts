"use client";

import { resourceKey } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import { useQueryClient } from "@tanstack/react-query";
import { type ReplaceLeave, takePreview } from "~/features/changes/plan/take-preview.ts";
import { type ShownReview, useReview } from "~/features/changes/plan/use-review.ts";
import { isNotFound } from "~/lib/domain-error.ts";
import { useTRPC, useTRPCClient } from "~/trpc/client.tsx";
import type { Loaded } from "../schema/types.ts";
import { type EditorDocument, isCurrent } from "../state/editor-document.ts";
import { reviewInput } from "./review-input.ts";

/**
 * Looks at what the document does as a change of the loaded version. If only the state of the resource has changed since, it is one of
 * the current version.
 * @param gone there is nothing to change
 * @param onConflict somebody else applied another version meanwhile: nothing is shown until that is settled
 */
export function useDocumentReview(
  document: EditorDocument,
  manifest: Manifest,
  gone: boolean,
  onConflict: (theirs: Loaded) => void,
  onApplied: (changeId: string) => void,
): ShownReview {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { base, companions } = document;
  const readCurrent = async (): Promise<Loaded | null> => {
    if (base === null) return null;
    const options = trpc.resources.get.queryOptions({ id: resourceKey(base.resource) });
    return queryClient.fetchQuery({ ...options, staleTime: 0, retry: false });
  };
  const request = gone ? null : JSON.stringify(reviewInput(manifest, base, companions));
  const take = async (leave: ReplaceLeave) => {
    try {
      const current = await readCurrent();
      if (current === null || isCurrent(base, current)) {
        return await takePreview(client, reviewInput(manifest, current, companions), leave);
      }
      onConflict(current);
      return null;
    } catch (error) {
      // The page says so as soon as it learns of it.
      if (isNotFound(error)) return null;
      throw error;
    }
  };
  return useReview(request, take, onApplied);
}
