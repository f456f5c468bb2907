import type { ResourceType } from "@pragma/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { Section } from "~/components/ui/card.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { typeHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";

export function TypesSection({
  provider,
  types,
}: {
  provider: string;
  types: UseQueryResult<ResourceType[], unknown>;
}) {
  return (
    <Section title="Types" description="The types of resources that this provider offers.">
      {types.isPending ? <SkeletonRows rows={3} label="Loading the types" /> : null}
      {types.isError ? <CallError error={types.error} onRetry={() => void types.refetch()} /> : null}
      {types.data?.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">None yet. They come with the first deployment.</p>
      ) : null}
      <ul className="divide-y divide-line">
        {types.data?.map(({ resource, description }) => (
          <li key={resource} data-list-row="" className="px-4 py-2.5">
            <Link
              href={typeHref(provider, resource)}
              className="inline-block py-0.5 font-mono text-dense text-accent-text underline underline-offset-4"
            >
              {provider}/{resource}
            </Link>
            {description ? <p className="text-ink-soft">{description}</p> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
