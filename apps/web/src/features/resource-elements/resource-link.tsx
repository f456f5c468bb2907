import type { LifecycleState } from "@pragma/contract";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { resourceHref } from "~/lib/hrefs.ts";

export interface ResourceLinkProps {
  /** `provider/resource/name`; errors name resources by their internal id, which leads there as well. */
  resourceKey: string;
  /** Shown beside it; null for one that is referenced but absent. Left out, no state is shown. */
  state?: LifecycleState | null;
  className?: string;
}

/** A resource by its key, leading to its page. */
export function ResourceLink({ resourceKey, state, className }: ResourceLinkProps) {
  return (
    <span className={cn("weak:inline-flex min-w-0 max-w-full items-center gap-2", className)}>
      <Link
        href={resourceHref(resourceKey)}
        prefetch={false}
        className="min-w-0 font-mono text-dense [overflow-wrap:anywhere] text-accent-text underline-offset-4 hover:underline"
      >
        {resourceKey}
      </Link>
      {state === undefined ? null : <StateBadge state={state} className="shrink-0" />}
    </span>
  );
}
