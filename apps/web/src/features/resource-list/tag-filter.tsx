"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useTRPC } from "~/trpc/client.tsx";

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 text-sm text-ink data-[selected=true]:bg-sunken";

interface TagFilterProps {
  tags: readonly string[];
  /** How many that match the filters have a tag, too: the most frequent ones; undefined while they are counted. */
  counts: Readonly<Record<string, number>> | undefined;
  onChange: (tags: string[]) => void;
}

/** Tags to filter by, all of which must match: from those in use, or typed in. */
export function TagFilter({ tags, counts, onChange }: TagFilterProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button className="font-normal" aria-label={tags.length > 0 ? `Tags, ${tags.length} chosen` : "Tags"}>
          Tags{tags.length > 0 ? ` (${tags.length})` : ""}
          <ChevronDown aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          aria-label="Filter by tags"
          className="z-50 w-64 rounded-lg border border-line bg-raised p-1 shadow-raised"
        >
          <TagPicker tags={tags} counts={counts} onChange={onChange} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function TagPicker({ tags, counts = {}, onChange }: TagFilterProps) {
  const trpc = useTRPC();
  const known = useQuery(trpc.resources.tags.queryOptions());
  const [text, setText] = useState("");
  const typed = text.trim();
  const toggle = (tag: string): void => {
    onChange(tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag]);
    setText("");
  };
  // First what the filters leave, then what else is in use.
  const names = new Set([...tags, ...Object.keys(counts), ...(known.data ?? []).map(({ tag }) => tag)]);
  const offered = [...names].map((tag) => ({ tag, count: counts[tag] }));
  return (
    <Command label="Tags">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Find or type a tag"
        className="mb-1 h-9 w-full border-b border-line bg-transparent px-2.5 text-sm text-ink placeholder:text-ink-faint"
      />
      <Command.List className="max-h-72 overflow-y-auto">
        <Command.Empty className="px-2.5 py-3 text-sm text-ink-soft">
          {known.isPending ? "Loading tags…" : "No tags in use"}
        </Command.Empty>
        {offered.map(({ tag, count }) => (
          <Command.Item key={tag} value={tag} onSelect={() => toggle(tag)} className={ITEM}>
            <Check aria-hidden className={tags.includes(tag) ? "size-4 text-accent" : "invisible size-4"} />
            <span className="min-w-0 flex-1 truncate">{tag}</span>
            {tags.includes(tag) ? <span className="sr-only">chosen</span> : null}
            {count === undefined ? null : (
              <span className="text-xs text-ink-faint tabular-nums">{count.toLocaleString("en")}</span>
            )}
          </Command.Item>
        ))}
        {typed !== "" && !offered.some(({ tag }) => tag === typed) ? (
          <Command.Item value={`typed ${typed}`} keywords={[typed]} onSelect={() => toggle(typed)} className={ITEM}>
            <span className="size-4" aria-hidden />
            Filter by “{typed}”
          </Command.Item>
        ) : null}
      </Command.List>
    </Command>
  );
}
