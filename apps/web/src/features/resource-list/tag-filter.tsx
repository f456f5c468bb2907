"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { Slot } from "radix-ui";
import { Button } from "~/components/ui/button.tsx";
import { type Asks, useDeferredTrigger } from "~/components/ui/trigger-slot.tsx";
import { loadPart } from "~/lib/load-part.ts";

const load = () => import("./tag-popover.tsx");
const TagPopover = dynamic(() => loadPart(load).then((file) => file.TagPopover), { ssr: false });

const ASKS: Asks = { onClick: () => true };

export interface TagFilterProps {
  tags: readonly string[];
  /** How many that match the filters have a tag, too: the most frequent ones; undefined while they are counted. */
  counts: Readonly<Record<string, number>> | undefined;
  onChange: (tags: string[]) => void;
}

/** Tags to filter by, all of which must match: from those in use, or typed in. */
export function TagFilter(props: TagFilterProps) {
  const { tags } = props;
  const closed = { "aria-haspopup": "dialog", "aria-expanded": false } as const;
  const { slot, triggerProps, askedBy } = useDeferredTrigger({ asks: ASKS, closed, load });
  return (
    <>
      <Slot.Root {...triggerProps}>
        <Button className="font-normal" aria-label={tags.length > 0 ? `Tags, ${tags.length} chosen` : "Tags"}>
          Tags{tags.length > 0 ? ` (${tags.length})` : ""}
          <ChevronDown aria-hidden />
        </Button>
      </Slot.Root>
      {askedBy ? <TagPopover slot={slot} {...props} /> : null}
    </>
  );
}
