"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type DeletionInput, takePreview } from "~/features/changes/plan/take-preview.ts";
import { useReview } from "~/features/changes/plan/use-review.ts";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { ChangeOptions } from "./change-input.ts";
import type { DocumentsReading } from "./read-documents.ts";

/** The input to plan, and what it was made of. */
export interface Asked {
  input: DeletionInput;
  reading: DocumentsReading;
  text: string;
  options: ChangeOptions;
}

/** Whether a plan is still of these documents and options. */
export function isOf(asked: Asked, text: string, { message, set, prune }: ChangeOptions): boolean {
  const { options } = asked;
  return asked.text === text && options.message === message && options.set === set && options.prune === prune;
}

/**
 * Looks at what documents would do, whenever that is asked for.
 * @param onDone before the page is left for the run, or for the plan that is kept
 */
export function useDocumentsReview(onDone: () => void) {
  const client = useTRPCClient();
  const router = useRouter();
  const path = useOrganizationPath();
  const [{ asked, count }, setAsked] = useState<{ asked: Asked | null; count: number }>({ asked: null, count: 0 });
  const shown = useReview(
    asked === null ? null : String(count),
    async (leave) => asked && takePreview(client, asked.input, leave),
    (id) => {
      onDone();
      router.push(path(changeHref(id)));
    },
  );
  const ask = (next: Asked): void => setAsked((before) => ({ asked: next, count: before.count + 1 }));
  return { asked, ask, shown };
}
