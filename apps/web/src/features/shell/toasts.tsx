"use client";

import { useTheme } from "next-themes";
import { Toaster } from "sonner";

/** Short messages about completed actions, in the chosen theme. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return <Toaster position="bottom-right" theme={resolvedTheme === "dark" ? "dark" : "light"} closeButton />;
}
