"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FileQuestion, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { EmptyState, Skeleton, SkeletonRows } from "~/components/ui/states.tsx";
import { describeFields } from "~/features/schema-docs/describe-fields.ts";
import { FieldList } from "~/features/schema-docs/field-list.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newResourceHref, providerHref } from "~/lib/hrefs.ts";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";

/** The YAML writer is larger than the rest of the page: the server renders it, and the browser loads it after that. */
const ExampleManifest = dynamic(
  () => loadPart(() => import("./example-manifest.tsx")).then((file) => file.ExampleManifest),
  {
    loading: () => <Skeleton className="h-40" />,
  },
);

/** The documentation of a type, from its schemas. */
export function TypePage({ provider, resource }: { provider: string; resource: string }) {
  const canWrite = useCan("resources:write");
  const types = useQuery(useTRPC().providers.types.queryOptions({ provider }));
  const type = types.data?.find((candidate) => candidate.resource === resource);
  return (
    <>
      <Link
        href={providerHref(provider)}
        className="mb-2 inline-flex items-center gap-1.5 py-1 text-ink-soft underline-offset-4 hover:underline"
      >
        <ArrowLeft className="size-4" aria-hidden /> {provider}
      </Link>
      <PageHeader
        title={`${provider}/${resource}`}
        description={type?.description ?? undefined}
        actions={
          type && canWrite ? (
            <Button asChild variant="primary">
              <Link href={newResourceHref({ type: `${provider}/${resource}` })}>
                <Plus aria-hidden /> Create one
              </Link>
            </Button>
          ) : undefined
        }
      />
      {types.isPending ? <SkeletonRows rows={8} label="Loading the type" /> : null}
      {types.isError ? <CallError error={types.error} onRetry={() => void types.refetch()} /> : null}
      {types.data && !type ? (
        <EmptyState icon={FileQuestion} title="Type not found">
          The version of {provider} that serves has no type of this name.
        </EmptyState>
      ) : null}
      {type ? (
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="flex min-w-0 flex-col gap-5">
            <Section title="Config" description="What you declare.">
              <FieldList fields={describeFields(type.schema)} empty="Its config has no fields." />
            </Section>
            <Section title="Outputs" description="What others can refer to once it is ready.">
              <FieldList fields={describeFields(type.outputs_schema)} empty="Its outputs are not described." outputs />
            </Section>
          </div>
          <Section title="Example" description="Optional lines are commented out." className="min-w-0">
            <div className="p-4">
              <ExampleManifest type={type} />
            </div>
          </Section>
        </div>
      ) : null}
    </>
  );
}
