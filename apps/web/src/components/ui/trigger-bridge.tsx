"use client";

import { type Ref, useImperativeHandle, useLayoutEffect } from "react";
import type { TriggerSlot } from "./trigger-slot.tsx";

export interface TriggerBridgeProps {
  slot: TriggerSlot;
  /** The library's ref, which it gives with all other props to the child of a trigger. */
  ref?: Ref<HTMLElement>;
}

/** In the place of a Radix trigger's child: all that it is given goes to the element that was there before. */
export function TriggerBridge({ slot, ref, ...given }: TriggerBridgeProps) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => slot.element.current, [slot]);
  useLayoutEffect(() => slot.take(given));
  return null;
}
