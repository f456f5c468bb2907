"use client";

import { Waypoints } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { ExampleButton } from "~/features/example/example-button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";

/** Shown in place of a graph without resources. */
export function NothingToDraw() {
  const canWrite = useCan("resources:write");
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon={Waypoints}
        title="Nothing to draw yet"
        action={
          canWrite ? (
            <div className="flex flex-wrap items-center justify-center gap-2">
              <Button asChild variant="primary">
                <Link href={newResourceHref()}>Create a resource</Link>
              </Button>
              <ExampleButton />
            </div>
          ) : null
        }
      >
        Resources and the dependencies between them appear here.
      </EmptyState>
    </div>
  );
}
