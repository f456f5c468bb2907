"use client";

import type { Json, Path } from "@pragma/contract";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type Draft, keepDraft, makeDraft, readDraft } from "./draft.ts";
import { checkManifest } from "./manifest/check-manifest.ts";
import { editText } from "./manifest/edit-text.ts";
import { manifestOf } from "./manifest/manifest.ts";
import { type Problem, pathKey, pathWords } from "./manifest/problem.ts";
import { readManifest } from "./manifest/read-manifest.ts";
import { valueAt } from "./manifest/scrub.ts";
import { writeManifest } from "./manifest/write-manifest.ts";
import { sameDesired } from "./same-desired.ts";
import type { Loaded, ResourceType } from "./types.ts";
import { useDebounced } from "./use-debounced.ts";

export interface DocumentStart {
  text: string;
  /** Secrets that were not copied and have to be typed. */
  emptied: Path[];
}

/** The text of an editor, what it says, and what is wrong with it before any server is asked. */
export function useDocument(start: DocumentStart, loaded: Loaded | null, types: readonly ResourceType[], key: string) {
  const [text, setTextAlone] = useState(start.text);
  const [clean, setClean] = useState(start.text);
  const [emptied, setEmptied] = useState(start.emptied);
  const [base, setBase] = useState(loaded);
  const [unparsed, setUnparsedMap] = useState<ReadonlyMap<string, string>>(new Map());
  const [offered, setOffered] = useState<Draft | null>(null);

  const reading = useMemo(() => readManifest(text), [text]);
  const { manifest } = reading;
  const type = types.find((one) => one.provider === manifest?.provider && one.resource === manifest.resource);
  const dirty = text !== clean || unparsed.size > 0;

  // Only after the first paint: the server knows no drafts.
  useEffect(() => {
    const draft = readDraft(key);
    if (draft && draft.text !== start.text) setOffered(draft);
  }, [key, start.text]);

  const settled = useDebounced(text, 500);
  useEffect(() => {
    if (settled !== text || !manifest || text === clean) return;
    keepDraft(key, makeDraft(manifest, type?.schema, new Date()));
  }, [settled, text, clean, manifest, type, key]);

  const setText = useCallback((next: string) => {
    setUnparsedMap((old) => (old.size === 0 ? old : new Map()));
    setTextAlone(next);
  }, []);
  const edit = useCallback((path: Path, value: Json | undefined) => {
    setTextAlone((old) => editText(old, path, value));
  }, []);
  const setUnparsed = useCallback((path: Path, typed: string | null) => {
    setUnparsedMap((old) => {
      if (typed === null && !old.has(pathKey(path))) return old;
      const next = new Map(old);
      if (typed === null) next.delete(pathKey(path));
      else next.set(pathKey(path), typed);
      return next;
    });
  }, []);

  const problems = useMemo<Problem[]>(() => {
    if (!manifest) return reading.problems;
    const missing = emptied.filter((path) => valueAt(manifest, path) === null);
    return [
      ...reading.problems,
      ...checkManifest(manifest, base ? manifestOf(base.resource) : null),
      ...missing.map((path): Problem => {
        const message = `${pathWords(path)} is a secret and was not copied: type it, or remove it`;
        return { path, message, severity: "error" };
      }),
      ...[...unparsed.keys()].map((at): Problem => {
        const path = JSON.parse(at) as Path;
        return { path, message: `${pathWords(path)} is not valid YAML`, severity: "error" };
      }),
    ];
  }, [manifest, reading.problems, emptied, unparsed, base]);

  /** Takes another version of the resource as what is edited: its text too, or only what it is compared with. */
  const rebase = useCallback((next: Loaded, takeText: boolean) => {
    setBase(next);
    if (!takeText) return;
    const written = writeManifest(manifestOf(next.resource));
    setUnparsedMap(new Map());
    setTextAlone(written);
    setClean(written);
    setEmptied([]);
  }, []);
  const settleDraft = (restore: boolean): void => {
    if (restore && offered) {
      setText(offered.text);
      setEmptied(offered.emptied);
    } else keepDraft(key, null);
    setOffered(null);
  };
  const forget = useCallback(() => keepDraft(key, null), [key]);

  return {
    text,
    setText,
    edit,
    reading,
    manifest,
    type,
    base,
    rebase,
    /** The resource went on to another state, and is wanted the same. */
    isCurrent: (current: Loaded) => base === null || sameDesired(base, current),
    dirty,
    problems,
    unparsed,
    setUnparsed,
    offered,
    settleDraft,
    forget,
  };
}

export type EditorDocument = ReturnType<typeof useDocument>;
