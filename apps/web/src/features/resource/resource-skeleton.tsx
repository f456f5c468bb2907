import { Skeleton } from "~/components/ui/states.tsx";

/** The shape of a resource's page, until the resource has loaded. */
export function ResourceSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the resource</span>
      <Skeleton className="mb-2 h-7 w-64" />
      <Skeleton className="mb-6 h-5 w-96 max-w-full" />
      <Skeleton className="mb-4 h-9 w-full max-w-md" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
