"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";

const load = () => import("./palette.tsx");
const PaletteDialog = dynamic(() => load().then((file) => file.PaletteDialog), { ssr: false });

/** After the page itself, and before anybody asks for it: letters typed while it loads would be lost. */
const LOAD_AFTER_MS = 1500;

/** Jumps to a page or a resource, or begins something, by typing a few letters: Ctrl K or Cmd K anywhere. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
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
  return open ? <PaletteDialog onClose={() => onOpenChange(false)} /> : null;
}
