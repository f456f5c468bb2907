"use client";

import type { LifecycleState } from "@pragma/contract";
import { Crosshair } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";

export interface ListedNode {
  id: string;
  key: string;
  lifecycle_state: LifecycleState | null;
  /** Words on it, besides its state. */
  words: string | null;
}

/** Shown at first, and more with each press. */
const SHOWN = 50;

/** Resources in order, each leading to its page and to its node. */
export function NodeList({
  title,
  nodes,
  onJump,
}: {
  title: string;
  nodes: readonly ListedNode[];
  onJump: ((key: string) => void) | null;
}) {
  const [shown, setShown] = useState(SHOWN);
  if (nodes.length === 0) return null;
  const rest = nodes.length - shown;
  return (
    <section>
      <h3 className="text-xs font-medium text-ink-faint">{title}</h3>
      <ol aria-label={title} className="mt-1 flex flex-col">
        {nodes.slice(0, shown).map(({ id, key, lifecycle_state, words }) => (
          <li key={id} data-list-row="" className="flex items-start gap-1 border-t border-line py-1.5 first:border-t-0">
            <div className="min-w-0 flex-1">
              <ResourceLink resourceKey={key} />
              <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-dense text-ink-soft">
                <StateBadge state={lifecycle_state} />
                {words}
              </p>
            </div>
            {onJump ? (
              <Button size="smallIcon" variant="ghost" aria-label={`Go to ${key}`} onClick={() => onJump(key)}>
                <Crosshair aria-hidden />
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <Button size="small" variant="ghost" className="mt-1" onClick={() => setShown(shown + SHOWN)}>
          Show more ({rest.toLocaleString("en")})
        </Button>
      ) : null}
    </section>
  );
}
