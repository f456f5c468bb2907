"use client";

import { useTheme } from "next-themes";
import { Toaster } from "sonner";

/** Short messages about what was done, in the theme that was chosen. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return <Toaster position="bottom-right" theme={resolvedTheme === "dark" ? "dark" : "light"} closeButton />;
}
