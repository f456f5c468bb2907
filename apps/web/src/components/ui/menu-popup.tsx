"use client";

import { DropdownMenu as Primitive } from "radix-ui";
import { type FocusEvent, type ReactNode, useRef } from "react";
import { MenuPrimitiveProvider } from "./menu-primitive.tsx";
import { TriggerBridge } from "./trigger-bridge.tsx";
import type { TriggerSlot } from "./trigger-slot.tsx";

export interface MenuPopupProps {
  slot: TriggerSlot;
  align: "start" | "end";
  onOpenChange: ((open: boolean) => void) | undefined;
  /** Whether it was first asked for with a key. */
  byKeyboard: boolean;
  children: ReactNode;
}

/** The popup of a `Menu`. */
export function MenuPopup({ slot, align, onOpenChange, byKeyboard, children }: MenuPopupProps) {
  // Radix begins with the first item if it saw a key being pressed. The first time it was not there yet.
  const begins = useRef(byKeyboard);
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLElement>): void => {
    if (!begins.current || target !== currentTarget) return;
    begins.current = false;
    currentTarget.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
  };
  return (
    <Primitive.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <Primitive.Trigger asChild>
        <TriggerBridge slot={slot} />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          sideOffset={6}
          onFocus={onFocus}
          className="z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-raised"
        >
          <MenuPrimitiveProvider value={Primitive}>{children}</MenuPrimitiveProvider>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
