"use client";

import dynamic from "next/dynamic";
import { Slot } from "radix-ui";
import type { FocusEvent, PointerEvent, ReactNode } from "react";
import { loadPart } from "~/lib/load-part.ts";
import { type Asks, useDeferredTrigger } from "./trigger-slot.tsx";

const load = () => import("./tooltip-popup.tsx");
const TooltipPopup = dynamic(() => loadPart(load).then((file) => file.TooltipPopup), { ssr: false });

const ASKS: Asks = {
  onPointerMove: ({ pointerType }: PointerEvent) => pointerType !== "touch",
  onFocus: ({ target }: FocusEvent) => target.matches(":focus-visible"),
};

/** More about its child, on hover and on focus. Not for essentials: touch has neither. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  const { slot, triggerProps, askedBy } = useDeferredTrigger({ asks: ASKS, closed: {}, load });
  return (
    <>
      <Slot.Root {...triggerProps}>{children}</Slot.Root>
      {askedBy ? <TooltipPopup slot={slot}>{text}</TooltipPopup> : null}
    </>
  );
}
