"use client";

import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { TriggerBridge } from "./trigger-bridge.tsx";
import type { TriggerSlot } from "./trigger-slot.tsx";

/** The popup of a `Tooltip`. */
export function TooltipPopup({ slot, children }: { slot: TriggerSlot; children: ReactNode }) {
  return (
    <Primitive.Provider>
      <Primitive.Root delayDuration={300}>
        <Primitive.Trigger asChild>
          <TriggerBridge slot={slot} />
        </Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            className="z-50 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-raised"
          >
            {children}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
