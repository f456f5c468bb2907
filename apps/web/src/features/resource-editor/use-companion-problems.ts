"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { applyInputOf } from "./manifest/apply-input.ts";
import { checkManifest } from "./manifest/check-manifest.ts";
import type { Problem } from "./manifest/problem.ts";
import { serverProblems } from "./manifest/server-problems.ts";
import { companionPath } from "./state/companions.ts";
import type { Companion } from "./state/editor-document.ts";
import { useDebounced } from "./use-debounced.ts";
import { usePreviewOptions } from "./use-preview.ts";

const PAUSE_MS = 400;

/** Problems of the resources that are created along, each checked on the server as if it came first. */
export function useCompanionProblems(companions: readonly Companion[]): Problem[] {
  const settled = useDebounced(companions, PAUSE_MS);
  const options = usePreviewOptions();
  const answers = useQueries({
    queries: settled.map(({ manifest }) => ({
      ...options(applyInputOf(manifest, null, false), { ifNoneMatch: "*" }),
      placeholderData: keepPreviousData,
    })),
    combine: (queries) => queries.map(({ data }) => data?.issues ?? []),
  });
  return useMemo(
    () =>
      settled.flatMap(({ key, manifest }, index) => {
        const found = [...checkManifest(manifest, null), ...serverProblems(answers[index] ?? [])];
        return found.map((problem) => ({ ...problem, path: [...companionPath(key), ...problem.path] }));
      }),
    [settled, answers],
  );
}
