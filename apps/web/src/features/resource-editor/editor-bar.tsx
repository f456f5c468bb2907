"use client";

import { resourceKey } from "@pragma/contract";
import type { Manifest } from "@pragma/manifest";
import { Button } from "~/components/ui/button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourceHref } from "~/lib/hrefs.ts";
import { verdictWords } from "./review/verdict-words.ts";
import type { Loaded } from "./schema/types.ts";
import type { Validation } from "./use-validation.ts";

/** The effect of an apply, and the link to the review. */
export function EditorBar({
  manifest,
  base,
  validation,
  gone,
  errors,
  asking,
  onSubmit,
  onSaveDraft,
}: {
  manifest: Manifest | null;
  base: Loaded | null;
  validation: Validation;
  /** It was deleted meanwhile: what is said about that stands above. */
  gone: boolean;
  errors: number;
  asking: boolean;
  onSubmit: () => void;
  /** To the review although there are problems, since a draft may have some. */
  onSaveDraft: (() => void) | null;
}) {
  const { preview, checking, failure, retry } = validation;
  const words = (): string => {
    if (gone) return "";
    if (errors > 0) return errors === 1 ? "1 problem" : `${errors} problems`;
    if (preview && manifest && preview.issues.length === 0) {
      return verdictWords(preview, resourceKey(manifest), base?.resource.provisioned ?? false);
    }
    return checking ? "Checking…" : "";
  };
  return (
    <div className="sticky bottom-[var(--banner-room,0px)] z-10 flex flex-wrap items-center justify-between gap-2 border-t border-line bg-canvas py-3">
      <p role="status" className="min-h-5 min-w-0 basis-full text-sm break-words text-ink-soft sm:basis-auto">
        {failure === null ? words() : `It could not be validated: ${failure}`}
        {failure === null ? null : (
          <Button variant="link" size="small" onClick={retry}>
            Try again
          </Button>
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="ghost">
          <Link href={base ? resourceHref(resourceKey(base.resource)) : "/resources"}>Cancel</Link>
        </Button>
        {onSaveDraft ? <Button onClick={onSaveDraft}>Review as draft</Button> : null}
        <Button variant="primary" busy={asking} onClick={onSubmit}>
          Review changes
        </Button>
      </div>
    </div>
  );
}
