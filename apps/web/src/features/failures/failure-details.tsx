"use client";

import { hasOtherCause, onlyEditHelps } from "@pragma/contract";
import type { Json } from "@pragma/language";
import { writeYaml } from "@pragma/manifest";
import { useQuery } from "@tanstack/react-query";
import { Bomb, ExternalLink, Pencil, SearchX } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { Notice, Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { editResourceHref, questionHref, resourceHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { adviceFor } from "./advice.ts";
import type { Failure } from "./failure.ts";

/** Everything known about a failure. */
export function FailureDetails({ failure }: { failure: Failure }) {
  const canWrite = useCan("resources:write");
  return (
    <div className="grid gap-x-6 gap-y-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <section>
          <h2 className="mb-1 text-xs font-medium text-ink-faint">Error</h2>
          <p className="whitespace-pre-wrap rounded-md bg-failed-soft px-3 py-2 text-failed-text [overflow-wrap:anywhere]">
            {failure.error_message}
          </p>
        </section>
        <section>
          <h2 className="mb-1 text-xs font-medium text-ink-faint">Next steps</h2>
          <ul className="list-disc pl-5 text-ink-soft">
            {adviceFor(failure).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <div className="mt-3 flex flex-wrap gap-2">
            {canWrite && onlyEditHelps(failure) ? (
              <Button asChild size="small" variant="primary">
                <Link href={editResourceHref(failure.key)}>
                  <Pencil aria-hidden /> Edit
                </Link>
              </Button>
            ) : null}
            <Button asChild size="small">
              <Link href={resourceHref(failure.key)}>
                <ExternalLink aria-hidden /> Open resource
              </Link>
            </Button>
            <RootCause resourceKey={failure.key} />
            <Button asChild size="small">
              <Link href={questionHref("blast", failure.key)}>
                <Bomb aria-hidden /> Show blast radius
              </Link>
            </Button>
          </div>
        </section>
        <dl>
          <dt className="text-xs font-medium text-ink-faint">Correlation id (also in the log and the audit log)</dt>
          <dd className="flex items-center gap-1">
            <code className="font-mono text-dense [overflow-wrap:anywhere]">{failure.correlation_id}</code>
            <CopyButton text={failure.correlation_id} label="Copy correlation id" />
          </dd>
        </dl>
      </div>
      <section className="min-w-0">
        <h2 className="mb-1 text-xs font-medium text-ink-faint">Config sent to the provider</h2>
        <Payload eventId={failure.event_id} />
      </section>
    </div>
  );
}

/** Only where another resource is the cause: that of most failures is their own. */
function RootCause({ resourceKey }: { resourceKey: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.resources.explain.queryOptions({ id: resourceKey }));
  if (!data || !hasOtherCause(data)) return null;
  return (
    <Button asChild size="small">
      <Link href={questionHref("cause", resourceKey)}>
        <SearchX aria-hidden /> Root cause in the graph
      </Link>
    </Button>
  );
}

function Payload({ eventId }: { eventId: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.deadLetters.get.queryOptions({ eventId }));
  if (error) {
    const isGone = error.data?.code === "NOT_FOUND";
    return <Notice tone={isGone ? "info" : "danger"}>{isGone ? "Being retried." : error.message}</Notice>;
  }
  if (!data) return <Skeleton className="h-32" />;
  return <CodeBlock code={writeYaml(data.payload as Json)} label="Payload" />;
}
