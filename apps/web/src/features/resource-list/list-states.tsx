"use client";

import { Boxes, Plus, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Card } from "~/components/ui/card.tsx";
import { EmptyState, SkeletonRows } from "~/components/ui/states.tsx";
import { ExampleButton } from "~/features/example/example-button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { activeFilters } from "./filters.ts";
import type { Filters } from "./use-filters.ts";

interface ListStatesProps {
  error: { message: string } | null;
  onRetry: () => void;
  isPending: boolean;
  isEmpty: boolean;
  filters: Filters;
  /** The list, if there is something in it. */
  children: ReactNode;
}

/** The list, or why there is none. */
export function ListStates({ error, onRetry, isPending, isEmpty, filters, children }: ListStatesProps) {
  const canWrite = useCan("resources:write");
  if (error) {
    return (
      <Card>
        <CallError error={error} onRetry={onRetry} />
      </Card>
    );
  }
  if (isPending) return <ListSkeleton />;
  if (!isEmpty) return children;
  if (activeFilters(filters.filters).length > 0) {
    return (
      <Card>
        <EmptyState
          icon={SearchX}
          title="No resource matches"
          action={<Button onClick={filters.clear}>Clear filters</Button>}
        >
          No resource in this organization matches all filters.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState
        icon={Boxes}
        title="No resources yet"
        action={
          canWrite ? (
            <div className="flex flex-wrap items-center justify-center gap-2">
              <Button asChild variant="primary">
                <Link href={newResourceHref()}>
                  <Plus aria-hidden /> Create the first
                </Link>
              </Button>
              <ExampleButton />
            </div>
          ) : null
        }
      >
        Declare a database, a secret or a file, and Pragma creates it.
      </EmptyState>
    </Card>
  );
}

/** In place of the list while it is loading. */
export function ListSkeleton() {
  return (
    <Card>
      <SkeletonRows rows={10} label="Loading resources" />
    </Card>
  );
}
