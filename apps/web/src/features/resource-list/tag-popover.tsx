"use client";

import { Popover } from "radix-ui";
import { TriggerBridge } from "~/components/ui/trigger-bridge.tsx";
import type { TriggerSlot } from "~/components/ui/trigger-slot.tsx";
import type { TagFilterProps } from "./tag-filter.tsx";
import { TagPicker } from "./tag-picker.tsx";

/** The popover of the tag filter's button. */
export function TagPopover({ slot, ...props }: TagFilterProps & { slot: TriggerSlot }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <TriggerBridge slot={slot} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          aria-label="Filter by tags"
          className="z-50 w-64 rounded-lg border border-line bg-raised p-1 shadow-raised"
        >
          <TagPicker {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
