"use client";

import { formatPath, getPath, type Json, type Path } from "@pragma/language";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Draft, keepDraft, makeDraft, readDraft } from "./draft.ts";
import { checkManifest } from "./manifest/check-manifest.ts";
import { editText } from "./manifest/edit-text.ts";
import { manifestOf } from "./manifest/manifest.ts";
import { newKeyPath, type Problem } from "./manifest/problem.ts";
import { readManifest } from "./manifest/read-manifest.ts";
import { maskedPaths } from "./manifest/scrub.ts";
import { writeManifest } from "./manifest/write-manifest.ts";
import { sameDesired } from "./same-desired.ts";
import { type Loaded, type ResourceType, typeOf } from "./types.ts";
import { useDebounced } from "./use-debounced.ts";
import { usePathTexts } from "./use-path-texts.ts";

export interface DocumentStart {
  text: string;
  /** Secrets that were not copied and have to be typed. */
  emptied: Path[];
}

/** The text of an editor, its parsed manifest, and the errors found without the server. */
export function useDocument(start: DocumentStart, loaded: Loaded | null, types: readonly ResourceType[], key: string) {
  const [text, setTextAlone] = useState(start.text);
  const [clean, setClean] = useState(start.text);
  const [emptied, setEmptied] = useState(start.emptied);
  const [base, setBase] = useState(loaded);
  const { texts: unparsed, put: setUnparsed, clear: clearUnparsed } = usePathTexts();
  const { texts: unadded, put: putUnadded, clear: clearUnadded } = usePathTexts();
  const [offered, setOffered] = useState<Draft | null>(null);

  const reading = useMemo(() => readManifest(text), [text]);
  const { manifest } = reading;
  const type = typeOf(types, manifest);
  // Identity cannot change: what is loaded is of one type for good.
  const baseType = typeOf(types, base?.resource ?? null);
  const dirty = text !== clean || unparsed.size > 0 || unadded.size > 0;

  // Only after the first paint: the server knows no drafts.
  useEffect(() => {
    const draft = readDraft(key);
    if (draft && draft.text !== start.text) setOffered(draft);
  }, [key, start.text]);

  const givenUp = useRef(false);
  const keep = useRef(() => {});
  useEffect(() => {
    keep.current = () => {
      if (!manifest || text === clean || givenUp.current) return;
      keepDraft(key, makeDraft(manifest, type, new Date()));
    };
  });
  const settled = useDebounced(text, 500);
  useEffect(() => {
    if (settled === text) keep.current();
  }, [settled, text]);
  // The typing need not pause before the page is left.
  useEffect(() => {
    const flush = (): void => keep.current();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, []);

  const setText = useCallback(
    (next: string) => {
      givenUp.current = false;
      clearUnparsed();
      clearUnadded();
      setTextAlone(next);
    },
    [clearUnparsed, clearUnadded],
  );
  const edit = useCallback((path: Path, value: Json | undefined) => {
    givenUp.current = false;
    setTextAlone((old) => editText(old, path, value));
  }, []);

  const problems = useMemo<Problem[]>(() => {
    if (!manifest) return reading.problems;
    const missing = emptied.filter((path) => getPath({ config: manifest.config }, path) === null);
    return [
      ...reading.problems,
      ...checkManifest(manifest, base ? manifestOf(base.resource, baseType) : null),
      ...missing.map((path): Problem => {
        const message = `${formatPath(path)} is a secret and was not copied: enter it, or remove it`;
        return { path, message, severity: "error" };
      }),
      ...[...unparsed.keys()].map((at): Problem => {
        const path = JSON.parse(at) as Path;
        return { path, message: `${formatPath(path)} is not valid YAML`, severity: "error" };
      }),
      ...[...unadded].map(([at, typed]): Problem => {
        const path = JSON.parse(at) as Path;
        const message = `The new key ${typed} of ${path.at(-1)} is not added yet: add it, or clear it`;
        return { path: newKeyPath(path), message, severity: "error", unfinished: true };
      }),
    ];
  }, [manifest, reading.problems, emptied, unparsed, unadded, base, baseType]);

  /** Takes another version of the resource as what is edited: its text too, or only what it is compared with. */
  const rebase = useCallback(
    (next: Loaded, takeText: boolean) => {
      setBase(next);
      if (!takeText) return;
      const written = writeManifest(manifestOf(next.resource, typeOf(types, next.resource)));
      clearUnparsed();
      clearUnadded();
      setTextAlone(written);
      setClean(written);
      setEmptied([]);
    },
    [clearUnparsed, clearUnadded, types],
  );
  /**
   * The resource is gone: the text is that of a new one. Secrets that were stored with it have to be typed again.
   * @returns the paths of these
   */
  const startAnew = (): Path[] => {
    const masked = manifest ? maskedPaths(manifest) : [];
    setBase(null);
    setClean("");
    setEmptied(masked);
    setTextAlone((old) => masked.reduce((next, path) => editText(next, path, null), old));
    return masked;
  };
  const settleDraft = (restore: boolean): void => {
    if (restore && offered) {
      setText(offered.text);
      setEmptied(offered.emptied);
    } else keepDraft(key, null);
    setOffered(null);
  };
  const forget = useCallback(() => {
    givenUp.current = true;
    keepDraft(key, null);
  }, [key]);

  return {
    text,
    setText,
    edit,
    reading,
    manifest,
    type,
    base,
    rebase,
    startAnew,
    /** The resource went on to another state, and is wanted the same. */
    isCurrent: (current: Loaded) => base === null || sameDesired(base, current),
    dirty,
    problems,
    unparsed,
    setUnparsed,
    unadded,
    /** Keeps what is typed as a new key of the record at a path, or with null forgets it. */
    setUnadded: putUnadded,
    offered,
    settleDraft,
    forget,
  };
}

export type EditorDocument = ReturnType<typeof useDocument>;
