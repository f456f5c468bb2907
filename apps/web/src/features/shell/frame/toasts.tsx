"use client";

import dynamic from "next/dynamic";
import { useTheme } from "next-themes";
import { loadPart } from "~/lib/load-part.ts";

const Toaster = dynamic(() => loadPart(() => import("sonner")).then((module) => module.Toaster), { ssr: false });

/** The banner of the connection lies at the end of the window, too. */
const ABOVE_BANNER = "calc(1rem + var(--banner-room, 0px))";

/** Short messages about completed actions, in the chosen theme. */
export function Toasts() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      position="bottom-right"
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      closeButton
      offset={{ bottom: ABOVE_BANNER }}
      mobileOffset={{ bottom: ABOVE_BANNER }}
    />
  );
}
