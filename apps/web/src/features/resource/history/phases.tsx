"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { cn } from "~/lib/class-names.ts";
import { PhaseBar } from "./phase-bar.tsx";
import type { Story } from "./stories.ts";
import { Timeline } from "./timeline.tsx";

/** Where the time of a story went: in one line, and as a timeline with what it waited for and what followed from it. */
export function Phases({ resourceKey, story }: { resourceKey: string; story: Story }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div className="mt-2 flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <PhaseBar phases={story.phases} />
        </div>
        <Button
          size="small"
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight aria-hidden className={cn(isOpen && "rotate-90")} /> Timeline
        </Button>
      </div>
      <div id={id}>{isOpen ? <Timeline resourceKey={resourceKey} story={story} /> : null}</div>
    </>
  );
}
