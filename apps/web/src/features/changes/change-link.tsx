"use client";

import { changeTitle } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "~/features/shell/link.tsx";
import { cn } from "~/lib/class-names.ts";
import { changeHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";

/**
 * A change by its title, leading to its page.
 * @param words as long as its title is not known, and where it is kept no longer
 */
export function ChangeLink({ id, words, className }: { id: string; words: string; className?: string }) {
  const trpc = useTRPC();
  // A title does not change, and one that is gone does not come back.
  const { data } = useQuery(
    trpc.changes.named.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, retry: false }),
  );
  const title = data ? changeTitle(data) : words;
  return (
    <Link
      href={changeHref(id)}
      prefetch={false}
      title={title}
      className={cn("text-accent-text underline-offset-4 hover:underline", className)}
    >
      {title}
    </Link>
  );
}
