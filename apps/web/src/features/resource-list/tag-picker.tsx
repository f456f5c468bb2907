"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import type { TagFilterProps } from "./tag-filter.tsx";

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1 text-sm text-ink data-[selected=true]:bg-sunken";

/** Content of the popover, while it is open. */
export function TagPicker({ tags, counts = {}, onChange }: TagFilterProps) {
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
