"use client";

import dynamic from "next/dynamic";
import { type RefObject, useEffect, useRef, useState } from "react";
import { loadPart } from "~/lib/load-part.ts";
import { NOTHING_TYPED, type TypedEarly, withKey } from "./typed-early.ts";

const load = () => import("./palette.tsx");
const PaletteDialog = dynamic(() => loadPart(load).then((file) => file.PaletteDialog), {
  ssr: false,
  loading: () => <PaletteLoading />,
});

/** After the page itself. */
const LOAD_AFTER_MS = 1500;

/** Jumps to a page or a resource, or begins something, by typing a few letters: Ctrl K or Cmd K anywhere. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [isThere, setThere] = useState(false);
  const typed = useTypedEarly(open && !isThere, () => onOpenChange(false));
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);
  return open ? <PaletteDialog typed={typed} onThere={setThere} onClose={() => onOpenChange(false)} /> : null;
}

/** In its place while it loads, unless that is soon over. */
function PaletteLoading() {
  return (
    <div role="status" className="fixed inset-0 z-40 grid animate-pending place-items-start bg-black/50 pt-[12vh]">
      <p className="mx-auto w-[calc(100vw-2rem)] max-w-xl rounded-xl border border-line bg-raised px-4 py-3.5 text-sm text-ink-soft shadow-raised">
        Loading the search… Esc closes it.
      </p>
    </div>
  );
}

/**
 * Keeps what is typed for the palette while it is still loading; otherwise the page would take it for shortcuts.
 * @param onEscape it is not wanted any more
 */
function useTypedEarly(isLoading: boolean, onEscape: () => void): RefObject<TypedEarly> {
  const typed = useRef(NOTHING_TYPED);
  const close = useRef(onEscape);
  useEffect(() => {
    close.current = onEscape;
  });
  useEffect(() => {
    if (!isLoading) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") close.current();
      const all = withKey(typed.current, event);
      if (all === null) return;
      typed.current = all;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before anything else on the page.
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      typed.current = NOTHING_TYPED;
    };
  }, [isLoading]);
  return typed;
}
