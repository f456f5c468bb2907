import { Skeleton } from "~/components/ui/states.tsx";

/** In place of a row that is still loading. */
export function SkeletonRow({ top, height }: { top: number; height: number }) {
  return (
    <div
      aria-hidden
      style={{ height, transform: `translateY(${top}px)` }}
      className="absolute inset-x-0 top-0 flex items-center gap-4 border-b border-line px-3"
    >
      <Skeleton className="size-4" />
      <Skeleton className="h-5 w-20 rounded-full" />
      <Skeleton className="h-4 flex-1" />
      <Skeleton className="h-4 w-16" />
    </div>
  );
}
