import { Skeleton } from "~/components/ui/states.tsx";

/** Keeps the place of a graph that is being read. */
export function GraphSkeleton() {
  return (
    <div role="status" className="flex flex-1 flex-col">
      <span className="sr-only">Loading the graph</span>
      <Skeleton className="min-h-96 flex-1 rounded-lg" />
    </div>
  );
}
