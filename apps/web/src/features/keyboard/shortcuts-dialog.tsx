"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { loadPart } from "~/lib/load-part.ts";
import { isTyping } from "./is-typing.ts";

const ShortcutList = dynamic(() => loadPart(() => import("./shortcut-list.tsx")).then((file) => file.ShortcutList), {
  ssr: false,
});

/** Opens with the question mark, and lists all keys. */
export function ShortcutsDialog() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "?" || isTyping(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return open ? <ShortcutList onClose={() => setOpen(false)} /> : null;
}
