"use client";

import type { ApplyInput, GivenField } from "@pragma/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { applyInputOf } from "./manifest/apply-input.ts";
import type { Problem } from "./manifest/problem.ts";
import { serverProblems } from "./manifest/server-problems.ts";
import type { Preview } from "./schema/types.ts";
import type { EditorDocument } from "./state/editor-document.ts";
import { useDebounced } from "./use-debounced.ts";
import { usePreviewOptions } from "./use-preview.ts";

/** Shorter pauses in typing do not count. */
const PAUSE_MS = 400;
/** Whether a config can be checked without a field, once the type is known. One that is missing here does not compile. */
const IS_ASIDE: Record<GivenField, boolean> = {
  provider: false,
  resource: false,
  name: true,
  connection: true,
  adopt: true,
  config: false,
  depends_on: true,
  dependencies: true,
  owner_references: true,
  tags: true,
  deletion_protected: true,
  handling: true,
  lifecycle_state: false,
};
const ASIDE = new Set(Object.keys(IS_ASIDE).filter((field) => IS_ASIDE[field as GivenField]));

export interface Validation {
  problems: Problem[];
  /** The effect of an apply; undefined while unknown. */
  preview: Preview | undefined;
  checking: boolean;
  /** Why nothing could be checked. */
  failure: string | null;
  retry: () => void;
}

/** Validates the document on the server whenever typing pauses; nothing is written. */
export function useValidation(document: EditorDocument): Validation {
  const { manifest, base, problems: local } = document;
  const stand = useId().replace(/[^a-z0-9]/gi, "");
  const errors = local.filter(({ severity }) => severity === "error");
  const partial = errors.some(({ path }) => ASIDE.has(String(path[0])));

  const input = useMemo<ApplyInput | null>(() => {
    if (!manifest || manifest.provider === "" || manifest.resource === "") return null;
    const whole = applyInputOf(manifest, base?.resource ?? null, false);
    if (!partial) return whole;
    // Errors beside the config are known here; the config is checked all the same, under a name nobody has.
    const rest = Object.fromEntries(Object.entries(whole).filter(([field]) => !ASIDE.has(field))) as ApplyInput;
    return { ...rest, name: base?.resource.name ?? `unnamed-${stand}` };
  }, [manifest, base, partial, stand]);

  const serial = useMemo(() => JSON.stringify(input), [input]);
  const settled = useDebounced(serial, PAUSE_MS);
  const checked = useMemo(() => JSON.parse(settled) as ApplyInput | null, [settled]);
  const options = usePreviewOptions();
  const query = useQuery({
    ...options(checked, base ? {} : { ifNoneMatch: "*" }),
    placeholderData: keepPreviousData,
  });
  const current = settled === serial && !query.isPlaceholderData && !query.isFetching;
  const answer = input === null ? undefined : query.data;
  const problems = useMemo(() => [...local, ...serverProblems(answer?.issues ?? [])], [local, answer]);
  return {
    problems,
    preview: current && !partial ? answer : undefined,
    checking: input !== null && !current && !query.error,
    failure: query.error?.message ?? null,
    retry: () => void query.refetch(),
  };
}
