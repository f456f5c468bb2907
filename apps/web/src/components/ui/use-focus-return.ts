"use client";

import { type RefCallback, useCallback, useState } from "react";
import { focusContent } from "~/lib/keep-focus.ts";

/** By the element of a dialog: where the focus was before it opened. */
const trails = new WeakMap<Element, HTMLElement[]>();

/**
 * Returns the focus when a dialog closes. Dialogs here are opened by state, without Radix's trigger, and Radix returns
 * the focus only to that. Spread the result on the dialog's content.
 */
export function useFocusReturn(open: boolean): {
  ref: RefCallback<HTMLElement>;
  onCloseAutoFocus: (event: Event) => void;
} {
  const [seen, setSeen] = useState<{ open: boolean; trail: HTMLElement[] }>({ open: false, trail: [] });
  // While rendering: in the same commit the dialog's opener may go, or a field in it may take the focus.
  if (open !== seen.open) setSeen({ open, trail: open ? focusTrail() : seen.trail });
  const { trail } = seen;
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (element) trails.set(element, trail);
    },
    [trail],
  );
  const onCloseAutoFocus = (event: Event): void => {
    event.preventDefault();
    // What got the focus since the dialog went keeps it, such as a dialog in its place: Radix calls this in a later task.
    if (document.activeElement !== document.body) return;
    // The dialog's action may have removed what had the focus; then reading goes on in the page, not at its top.
    const back = trail.find((element) => element.isConnected);
    if (back) back.focus();
    else focusContent();
  };
  return { ref, onCloseAutoFocus };
}

/** The focused element, then fallbacks: the button of the menu it is in, or what had the focus before its dialog. */
function focusTrail(): HTMLElement[] {
  if (typeof document === "undefined") return [];
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && active !== document.body ? [active] : [];
  const menu = document.getElementById(active?.closest("[role=menu]")?.getAttribute("aria-labelledby") ?? "");
  // A busy button has already lost the focus to the page.
  const dialog = active?.closest("[role=dialog]") ?? document.querySelector("[role=dialog][data-state=open]");
  return [...focused, ...(menu ? [menu] : []), ...((dialog && trails.get(dialog)) ?? [])];
}
