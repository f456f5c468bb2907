import { ExternalLink } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LinkedText } from "~/features/resource-elements/linked-text.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { Link } from "~/features/shell/link.tsx";
import { readableId } from "~/lib/readable-id.ts";
import { groupActions, keyOf, keysById, rowKey } from "../actions/action-groups.ts";
import { ActionKindBadge } from "../actions/action-state.tsx";
import { Issues } from "../actions/issues.tsx";
import { becauseWords, countPieces } from "../change-words.ts";
import type { ShownAction, ShownPreview } from "../types.ts";
import { previewedActions } from "./previewed-actions.ts";

/** Why something goes that the sentence above says already. */
const SAID: ReadonlySet<string> = new Set(["set", "dependent"]);

/** Shown at first, and more with each press. */
const SHOWN = 100;

/**
 * Deleted and otherwise touched resources, as links in execution order; only the list itself scrolls.
 * @param moreHref a page with what the preview leaves out
 */
export function DeletionList({ preview, moreHref }: { preview: ShownPreview; moreHref: string | undefined }) {
  const [most, setMost] = useState(SHOWN);
  const all = previewedActions(preview);
  if (all.length === 0) return null;
  const keys = keysById(all);
  const total = countPieces(preview.counts).reduce((sum, { count }) => sum + count, 0);
  const shown = groupActions(all)
    .flatMap(({ actions }) => actions)
    .slice(0, most);
  return (
    <section
      // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label="What goes"
      // Room for the ring around the link that it is scrolled to.
      className="max-h-[min(20rem,32dvh)] scroll-py-1.5 overflow-y-auto rounded-md border border-line bg-surface"
    >
      <ul aria-label="In this order">
        {shown.map((action) => (
          <Row key={rowKey(action)} action={action} keys={keys} />
        ))}
        {total > shown.length ? (
          <li className="border-t border-line px-3 py-2 text-ink-soft">
            {all.length > shown.length ? (
              <Button size="small" variant="ghost" onClick={() => setMost(most + SHOWN)}>
                Show more ({(total - shown.length).toLocaleString("en")})
              </Button>
            ) : (
              <LeftOut count={total - all.length} href={moreHref} />
            )}
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Row({ action, keys }: { action: ShownAction; keys: ReadonlyMap<string, string> }) {
  const { resource, because, issues, warnings } = action;
  const why = SAID.has(because.kind) && action.action === "delete" ? null : becauseWords(action);
  return (
    <li className="border-t border-line px-3 py-1.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        {action.action === "delete" ? null : <ActionKindBadge kind={action.action} />}
        <ResourceLink resourceKey={keyOf(resource)} />
        {why === null ? null : (
          <span className="text-dense text-ink-faint [overflow-wrap:anywhere]">
            {why} {because.from ? (keys.get(because.from) ?? readableId(because.from)) : null}
          </span>
        )}
      </div>
      <Issues issues={issues} />
      {warnings.map((warning) => (
        <p key={warning} className="text-dense text-pending-text [overflow-wrap:anywhere]">
          <LinkedText text={warning} />
        </p>
      ))}
    </li>
  );
}

/** In another tab: the dialog is about what was seen, and what was typed into it would be lost. */
function LeftOut({ count, href }: { count: number; href: string | undefined }): ReactNode {
  const words = `and ${count.toLocaleString("en")} more`;
  if (href === undefined) return words;
  return (
    <Link
      href={href}
      prefetch={false}
      target="_blank"
      className="inline-flex items-center gap-1 text-accent-text underline-offset-4 hover:underline"
    >
      {words} <ExternalLink className="size-3.5 shrink-0" aria-label="opens in a new tab" />
    </Link>
  );
}
