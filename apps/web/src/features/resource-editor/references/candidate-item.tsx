import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { COMMAND_ITEM } from "./command-classes.ts";

/** One line of the list: a resource with the part that is meant, what that is, and what speaks against it. */
export function CandidateItem({
  value,
  resourceKey,
  part,
  type = null,
  description = null,
  notes = [],
  onSelect,
}: {
  value: string;
  resourceKey: string;
  /** Such as `outputs.url`; null for the whole resource. */
  part: string | null;
  type?: string | null;
  description?: string | null;
  notes?: readonly { tone: "neutral" | "warning"; words: string }[];
  onSelect: () => void;
}): ReactNode {
  return (
    <Command.Item value={value} onSelect={onSelect} className={COMMAND_ITEM}>
      <span className="min-w-0 flex-1">
        <span className="break-all font-mono text-dense">
          <span className="text-ink-soft">{resourceKey}</span>
          {part === null ? null : <span className="font-semibold">.{part}</span>}
        </span>
        {part === null ? <span className="block text-xs text-ink-faint">The whole resource, as one object</span> : null}
        {description ? <span className="block text-xs text-ink-faint">{description}</span> : null}
      </span>
      {type ? <span className="text-xs text-ink-faint">{type}</span> : null}
      {notes.map(({ tone, words }) => (
        <Badge key={words} tone={tone}>
          {words}
        </Badge>
      ))}
    </Command.Item>
  );
}
