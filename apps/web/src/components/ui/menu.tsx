"use client";

import { Check } from "lucide-react";
import dynamic from "next/dynamic";
import { Slot } from "radix-ui";
import type { ComponentProps, KeyboardEvent, PointerEvent, ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";
import { loadPart } from "~/lib/load-part.ts";
import { type MenuPrimitive, useMenuPrimitive } from "./menu-primitive.tsx";
import { type Asks, useDeferredTrigger } from "./trigger-slot.tsx";

const load = () => import("./menu-popup.tsx");
const MenuPopup = dynamic(() => loadPart(load).then((file) => file.MenuPopup), { ssr: false });

/** As Radix opens a menu. */
const ASKS: Asks = {
  onPointerDown: ({ button, ctrlKey }: PointerEvent) => button === 0 && !ctrlKey,
  onKeyDown: ({ key, nativeEvent }: KeyboardEvent) => {
    if (!["Enter", " ", "ArrowDown"].includes(key)) return false;
    // Not by React's event: Radix is given that later, and leaves alone what was prevented.
    nativeEvent.preventDefault();
    return true;
  },
};

/** A menu behind a button. `trigger` must be a button, or take its props. */
export function Menu({
  trigger,
  children,
  align = "end",
  onOpenChange,
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  onOpenChange?: (open: boolean) => void;
}) {
  const closed = { "aria-haspopup": "menu", "aria-expanded": false } as const;
  const { slot, triggerProps, askedBy } = useDeferredTrigger({ asks: ASKS, closed, load });
  return (
    <>
      <Slot.Root {...triggerProps}>{trigger}</Slot.Root>
      {askedBy ? (
        <MenuPopup slot={slot} align={align} onOpenChange={onOpenChange} byKeyboard={askedBy.type === "keydown"}>
          {children}
        </MenuPopup>
      ) : null}
    </>
  );
}

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 text-sm weak:text-ink outline-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-sunken [&_svg]:size-4 [&_svg]:text-ink-faint";

export function MenuItem({
  className,
  danger,
  ...props
}: ComponentProps<MenuPrimitive["Item"]> & { danger?: boolean }) {
  const Primitive = useMenuPrimitive();
  return <Primitive.Item className={cn(ITEM, danger && "text-danger-text", className)} {...props} />;
}

interface MenuCheckboxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

/** An option that is on or off. The menu stays open, for the next one. */
export function MenuCheckbox({ checked, onChange, children }: MenuCheckboxProps) {
  const Primitive = useMenuPrimitive();
  return (
    <Primitive.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      <Check aria-hidden className={cn(!checked && "invisible")} />
      {children}
    </Primitive.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Primitive = useMenuPrimitive();
  return <Primitive.Label className="px-2.5 py-1.5 text-xs font-medium text-ink-faint">{children}</Primitive.Label>;
}

export function MenuSeparator() {
  const Primitive = useMenuPrimitive();
  return <Primitive.Separator className="my-1 h-px bg-line" />;
}
