"use client";

import { readManifest, writeManifest } from "@pragma/manifest";
import type { Dispatch } from "react";
import { Button } from "~/components/ui/button.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { presentable } from "./manifest/scrub.ts";
import { Conflict } from "./review/conflict.tsx";
import { TextDiff } from "./review/text-diff.tsx";
import type { Loaded } from "./schema/types.ts";
import type { EditorDocument } from "./state/editor-document.ts";
import type { EditorEvent } from "./state/editor-event.ts";
import type { EditorState } from "./state/editor-state.ts";

/** Notices above the document: earlier unsaved text, text that a reload replaced, changes by others. */
export function EditorNotices({
  state,
  document,
  dispatch,
  theirs,
  onReload,
}: {
  state: EditorState;
  document: EditorDocument;
  dispatch: Dispatch<EditorEvent>;
  theirs: Loaded | null;
  onReload: () => void;
}) {
  const { offered, replaced } = state;
  const { manifest, type, text } = document;
  const own = replaced === null ? null : readManifest(replaced).manifest;
  const shownText = manifest ? writeManifest(presentable(manifest, type)) : text;
  return (
    <>
      {offered ? (
        <Notice className="flex flex-wrap items-center justify-between gap-2">
          <span>
            You have unsaved text from <RelativeTime iso={offered.savedAt} />
            {offered.emptied.length > 0 ? ", without its secrets" : ""}.
          </span>
          <span className="flex gap-2">
            <Button size="small" onClick={() => dispatch({ type: "draft-restored" })}>
              Restore
            </Button>
            <Button size="small" variant="ghost" onClick={() => dispatch({ type: "draft-discarded" })}>
              Discard
            </Button>
          </span>
        </Notice>
      ) : null}
      {theirs ? <Conflict document={document} theirs={theirs} onReload={onReload} /> : null}
      {replaced !== null ? (
        <section aria-labelledby="own-text" className="rounded-lg border border-line bg-surface">
          <header className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
            <h2 id="own-text" className="text-sm font-semibold text-ink">
              Your text from before the reload
            </h2>
            <div className="flex gap-2">
              <CopyButton text={replaced} label="Copy your text" />
              <Button size="small" onClick={() => dispatch({ type: "replaced-restored" })}>
                Restore it
              </Button>
              <Button size="small" variant="ghost" onClick={() => dispatch({ type: "replaced-dropped" })}>
                Discard it
              </Button>
            </div>
          </header>
          {own ? (
            <TextDiff
              before={shownText}
              after={writeManifest(presentable(own, type))}
              label="From the new version to your text"
            />
          ) : null}
        </section>
      ) : null}
    </>
  );
}
