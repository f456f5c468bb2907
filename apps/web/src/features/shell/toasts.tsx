"use client";

import dynamic from "next/dynamic";
import { useTheme } from "next-themes";
import { loadPart } from "~/lib/load-part.ts";

const Toaster = dynamic(() => loadPart(() => import("sonner")).then((module) => module.Toaster), { ssr: false });

/** Short messages about completed actions, in the chosen theme. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return <Toaster position="bottom-right" theme={resolvedTheme === "dark" ? "dark" : "light"} closeButton />;
}
