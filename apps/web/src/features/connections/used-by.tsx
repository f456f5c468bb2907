"use client";

import { Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourcesHref } from "~/lib/hrefs.ts";
import { useUserCount } from "./use-user-count.ts";

/** How many resources use a connection, leading to the list of them. @param connection its key */
export function UsedBy({ connection }: { connection: string }) {
  const { count, problem } = useUserCount(connection);
  if (problem !== null) return <span className="text-ink-faint">could not be counted</span>;
  if (count === undefined) return <Skeleton className="h-5 w-24" />;
  if (count === 0) return <span className="text-ink-soft">Not used yet</span>;
  return (
    <Link
      href={resourcesHref({ connection })}
      prefetch={false}
      className="py-1 text-accent-text underline-offset-4 hover:underline"
    >
      Used by {count === 1 ? "1 resource" : `${count.toLocaleString("en")} resources`}
    </Link>
  );
}
