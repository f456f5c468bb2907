"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { Popover } from "radix-ui";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Skeleton } from "~/components/ui/states.tsx";

/** Loaded when it is first opened. */
const TagPicker = dynamic(() => import("./tag-picker.tsx").then((file) => file.TagPicker), {
  ssr: false,
  loading: () => <Skeleton className="h-9" />,
});

export interface TagFilterProps {
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
