"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { HEALTH_TONES } from "~/features/resource-elements/health-words.ts";
import { providerProblem } from "~/features/resource-elements/provider-problem.ts";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { useTRPC } from "~/trpc/client.tsx";

/** A button that asks the provider whether the server can be reached, and its answer. @param connection its key */
export function ConnectionTest({ connection }: { connection: string }) {
  const { data, error, isFetching, refetch } = useQuery(
    useTRPC().resources.health.queryOptions({ id: connection }, { enabled: false, retry: false }),
  );
  return (
    <span className="flex flex-wrap items-center gap-2 sm:justify-end">
      <span role="status" className="flex min-w-0 flex-wrap items-center gap-2 text-dense text-ink-soft">
        {isFetching ? "Testing…" : null}
        {error && !isFetching ? <Problem error={error} /> : null}
        {data && !error && !isFetching ? (
          <>
            <Badge tone={HEALTH_TONES[data.status]}>{data.status}</Badge>
            <span className="[overflow-wrap:anywhere]">{data.message}</span>
          </>
        ) : null}
      </span>
      <Button size="small" busy={isFetching} aria-label={`Test ${connection}`} onClick={() => void refetch()}>
        Test
      </Button>
    </span>
  );
}

function Problem({ error }: { error: { message: string } }) {
  const code = domainErrorOf(error)?.code;
  const words = code === "not_found" ? "This connection cannot be tested." : providerProblem(code, error.message);
  return <span className="text-danger-text [overflow-wrap:anywhere]">{words}</span>;
}
