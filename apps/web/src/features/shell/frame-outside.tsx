import type { ReactNode } from "react";
import { HOME } from "~/lib/organization-path.ts";
import { Logo } from "./logo.tsx";

/** The frame of what belongs to no page: an address that leads nowhere, and a page whose own frame failed. */
export function FrameOutside({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex h-14 items-center border-b border-line bg-surface px-4 sm:px-6">
        {/* Not a link of Next: every page brings this one along, and its own links again. */}
        <a href={HOME} aria-label="Pragma, organizations">
          <Logo />
        </a>
      </header>
      <main>{children}</main>
    </>
  );
}
