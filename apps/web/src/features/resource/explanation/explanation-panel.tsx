"use client";

import { isReady, type Resource, resourceKey } from "@pragma/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { toast } from "sonner";
import { Button } from "~/components/ui/button.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice, Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { resourceHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorAdvice } from "../error-advice.ts";
import { LinkedText } from "../linked-text.tsx";
import { isDeleting, isStale } from "../resource-facts.ts";
import { type Explanation, type ExplanationWords, explanationWords } from "./explanation-words.ts";

export interface ExplanationPanelProps {
  resource: Resource;
  /** Undefined until it is known. */
  explanation: Explanation | undefined;
}

/** Why a resource is not ready, down to the root cause; of a ready one, since when it is. */
export function ExplanationPanel({ resource, explanation }: ExplanationPanelProps) {
  if (isReady(resource.lifecycle_state) && !isStale(resource) && !isDeleting(resource)) {
    return <ReadyLine resource={resource} />;
  }
  if (!explanation) return <Skeleton className="mb-4 h-9" />;
  const words = explanationWords(explanation);
  // It has become ready since the resource was read, which is read again.
  if (!words) return <ReadyLine resource={resource} />;
  return <Reason resource={resource} words={words} />;
}

function ReadyLine({ resource: { conditions } }: { resource: Resource }) {
  const since = conditions.find(({ type }) => type === "Ready")?.last_transition_time;
  return (
    <p className="mb-4 flex h-9 items-center text-sm text-ink-soft">
      Ready{since === undefined ? null : <RelativeTime iso={since} className="ml-1" />}: nothing to wait for.
    </p>
  );
}

function Reason({ resource, words }: { resource: Resource; words: ExplanationWords }) {
  const { tone, sentence, failure, nextAttemptAt, since, others } = words;
  const own = failure?.key === resourceKey(resource);
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <Notice tone={tone} className="mb-4">
        <h2 id={title} className="font-semibold [overflow-wrap:anywhere]">
          {sentence.map(({ text, key }) =>
            key === undefined ? (
              text
            ) : (
              <Link
                key={key}
                href={resourceHref(key)}
                prefetch={false}
                className="font-mono text-[0.8125rem] underline decoration-dotted underline-offset-2 hover:decoration-solid"
              >
                {key}
              </Link>
            ),
          )}{" "}
          <When since={since} nextAttemptAt={nextAttemptAt} />
        </h2>
        {failure ? (
          <p className="mt-1 font-mono text-[0.8125rem] whitespace-pre-wrap [overflow-wrap:anywhere]">
            {failure.isEarlier ? <span className="font-sans">An earlier attempt failed: </span> : null}
            <LinkedText text={failure.error} />
          </p>
        ) : null}
        {failure && own ? <p className="mt-2">{errorAdvice(resource)}</p> : null}
        {failure && !own ? <RetryCause causeKey={failure.key} /> : null}
        {others === null ? null : <p className="mt-2">{others}</p>}
      </Notice>
    </section>
  );
}

function When({ since, nextAttemptAt }: Pick<ExplanationWords, "since" | "nextAttemptAt">) {
  if (nextAttemptAt !== null) {
    return (
      <span className="ml-1 font-normal">
        The next one starts <RelativeTime iso={nextAttemptAt} upcoming />.
      </span>
    );
  }
  if (since === null) return null;
  return (
    <span className="ml-1 text-xs font-normal whitespace-nowrap tabular-nums">
      {since.lasts ? (
        <>
          for <Elapsed since={since.time} />
        </>
      ) : (
        <RelativeTime iso={since.time} />
      )}
    </span>
  );
}

/** Retries the resource at the root of it, from here. */
function RetryCause({ causeKey }: { causeKey: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const canWrite = useCan("resources:write");
  const retry = useMutation(
    trpc.resources.retry.mutationOptions({
      onSuccess: () => toast.success("Retried"),
      onError: (refusal) => toast.error(refusal.message),
      onSettled: () => void queryClient.invalidateQueries(trpc.resources.pathFilter()),
    }),
  );
  if (!canWrite) return null;
  return (
    <Button
      size="small"
      className="mt-2 max-w-full whitespace-normal"
      busy={retry.isPending}
      onClick={() => retry.mutate({ id: causeKey })}
    >
      <RotateCcw aria-hidden /> Retry {causeKey}
    </Button>
  );
}

/** Why a resource is not ready; undefined until it is known. */
export function useExplanation(resourceKey: string): Explanation | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.resources.explain.queryOptions({ id: resourceKey })).data;
}
