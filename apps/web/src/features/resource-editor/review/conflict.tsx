"use client";

import { manifestOf, writeManifest } from "@pragma/manifest";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { presentable } from "../manifest/scrub.ts";
import type { Loaded } from "../schema/types.ts";
import type { EditorDocument } from "../state/editor-document.ts";
import { TextDiff } from "./text-diff.tsx";

/** Somebody else changed the resource since it was loaded: shows the differences, and the two options. */
export function Conflict({
  document,
  theirs,
  onReload,
  onOverwrite,
}: {
  document: EditorDocument;
  theirs: Loaded;
  onReload: () => void;
  /** Left out where nothing is about to be applied yet. */
  onOverwrite?: () => void;
}) {
  const [compared, setCompared] = useState<"mine" | "base">("mine");
  const { manifest, base, type } = document;
  const other = writeManifest(manifestOf(theirs));
  const mine = manifest ? writeManifest(presentable(manifest, type)) : document.text;
  const before = base ? writeManifest(manifestOf(base)) : "";
  return (
    <Section
      title="It was changed in the meantime"
      description="Someone else applied another version after you began."
      className="border-pending"
      actions={
        <>
          <Button size="small" onClick={onReload}>
            Reload
          </Button>
          {onOverwrite ? (
            <Button size="small" variant="danger" onClick={onOverwrite}>
              Overwrite
            </Button>
          ) : null}
        </>
      }
    >
      <p className="px-4 pt-3 text-ink-soft">
        Reload takes the new version and keeps your text beside it.
        {onOverwrite ? " Overwrite applies yours in its place." : ""}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: two buttons of which one is pressed */}
      <div role="group" aria-label="Comparison" className="flex flex-wrap gap-2 px-4 py-3">
        <Button
          size="small"
          className="aria-pressed:bg-accent-soft"
          aria-pressed={compared === "mine"}
          onClick={() => setCompared("mine")}
        >
          Theirs and mine
        </Button>
        <Button
          size="small"
          className="aria-pressed:bg-accent-soft"
          aria-pressed={compared === "base"}
          onClick={() => setCompared("base")}
        >
          What they changed
        </Button>
      </div>
      {compared === "mine" ? (
        <TextDiff before={other} after={mine} label="From their version to mine" />
      ) : (
        <TextDiff before={before} after={other} label="What they changed" />
      )}
    </Section>
  );
}
