"use client";

import { LIFECYCLE_STATES } from "@pragma/contract";
import { FolderOpen, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import type { ModelNode } from "../model/graph-model.ts";
import type { NodeGroup } from "../model/node-group.ts";
import { NodeList } from "../question/node-list.tsx";

export interface GroupPanelProps {
  node: ModelNode;
  group: NodeGroup;
  /** Shows its members one by one. */
  onOpen: (group: NodeGroup) => void;
  onClose: () => void;
}

/** How many resources are in the selected group, and in which states. */
export function GroupPanel({ node, group, onOpen, onClose }: GroupPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.scrollIntoView({ block: "nearest" });
    // As in the panel of a resource: with the keyboard it would be far away.
    const chosen = document.activeElement;
    const isChosen = chosen instanceof HTMLElement && chosen.dataset["id"] === node.id;
    if (isChosen && chosen.matches(":focus-visible")) heading.current?.focus();
  }, [node.id]);
  return (
    <aside
      aria-label={`About ${node.name}`}
      onKeyDown={({ key }) => {
        if (key === "Escape") onClose();
      }}
      className="flex max-h-full flex-col overflow-y-auto border-line bg-surface max-lg:border-t lg:w-80 lg:shrink-0 lg:border-l"
    >
      <header className="flex items-start justify-between gap-2 px-4 pt-3">
        <h2 ref={heading} tabIndex={-1} className="[overflow-wrap:anywhere] font-semibold text-ink">
          {node.name}
        </h2>
        <Button size="smallIcon" variant="ghost" aria-label="Close panel" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="flex flex-col gap-4 px-4 pt-2 pb-4">
        <p className="text-ink-soft">
          {group.total === 1 ? "1 resource" : `${group.total.toLocaleString("en")} resources`}
        </p>
        <ul aria-label="States" className="flex flex-col gap-1">
          {LIFECYCLE_STATES.map((state) => {
            const count = group.by_state[state] ?? 0;
            return count === 0 ? null : (
              <li key={state} className="flex items-center justify-between">
                <StateBadge state={state} />
                <span className="tabular-nums text-ink">{count.toLocaleString("en")}</span>
              </li>
            );
          })}
        </ul>
        {group.name === null ? (
          <p className="text-dense text-ink-faint">Too many to draw one by one. Use the search to find one.</p>
        ) : (
          <Button className="self-start" onClick={() => onOpen(group)}>
            <FolderOpen aria-hidden /> {group.kind === "chain" ? "Unfold" : "Show its resources"}
          </Button>
        )}
        <NodeList title="In it" nodes={group.members.map((one) => ({ ...one, words: null }))} onJump={null} />
      </div>
    </aside>
  );
}
