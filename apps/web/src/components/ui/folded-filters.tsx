"use client";

import { SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";

/**
 * Filters that a phone shows on demand, where all of them would push the list off the screen. Its children lie in the
 * layout of its parent, as if it were not there.
 *
 * @param active how many of them are set, which the button says
 */
export function FoldedFilters({ active, children }: { active: number; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        className="justify-self-start sm:hidden"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <SlidersHorizontal aria-hidden /> Filters{active > 0 ? ` (${active})` : ""}
      </Button>
      <div id={id} className={isOpen ? "contents" : "contents max-sm:hidden"}>
        {children}
      </div>
    </>
  );
}
