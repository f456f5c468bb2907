"use client";

import { type JsonObject, resourceKey } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import type { Manifest } from "@pragma/manifest";
import { type Dispatch, useMemo } from "react";
import type { FormState } from "../form-context/form-context.tsx";
import { hasStringReferences } from "../manifest/manifest-type.ts";
import { isWithin, type Problem, pathKey } from "../manifest/problem.ts";
import type { ResourceType } from "../schema/types.ts";
import type { EditorEvent } from "../state/editor-event.ts";
import type { EditorState } from "../state/editor-state.ts";
import { FieldNode } from "./field-node.tsx";

/**
 * State that the fields of one manifest share.
 * @param stored the config that was loaded; null for a new resource
 */
export function useFormStateOf({
  state: { base, unparsed, unadded, opened, companions },
  dispatch,
  manifest,
  type,
  stored,
  problems,
}: {
  state: EditorState;
  dispatch: Dispatch<EditorEvent>;
  manifest: Manifest;
  type: ResourceType | undefined;
  stored: JsonObject | null;
  problems: readonly Problem[];
}): Omit<FormState, "focusField"> {
  const root: Schema = type?.schema ?? true;
  const { name } = manifest;
  const isProvisioned = stored !== null && base?.resource.provisioned === true;
  const own = resourceKey(manifest);
  return useMemo<Omit<FormState, "focusField">>(() => {
    const first = (fits: (problem: Problem) => boolean): string | null =>
      problems.find((problem) => fits(problem))?.message ?? null;
    return {
      root,
      type,
      edit: (path, value) => dispatch({ type: "edited", path, value }),
      open: (path, value) => dispatch({ type: "field-opened", path, value }),
      isOpen: (path) => opened.has(pathKey(path)),
      remove: (path) => dispatch({ type: "field-removed", path }),
      errorAt: (path) => first((problem) => problem.path.length === path.length && isWithin(problem.path, path)),
      errorBelow: (path) => first((problem) => isWithin(problem.path, path)),
      stored,
      provisioned: isProvisioned,
      stringReferences: hasStringReferences(type),
      unparsed,
      setUnparsed: (path, text) => dispatch({ type: "typed-yaml", path, text }),
      unadded,
      setUnadded: (path, key) => dispatch({ type: "typed-key", path, key }),
      name,
      own,
      takenKeys: [own, ...companions.map(resourceKey)],
      create: (companion) => dispatch({ type: "companion-added", companion }),
      FieldNode,
    };
  }, [root, type, name, own, stored, isProvisioned, problems, unparsed, unadded, opened, companions, dispatch]);
}
