"use client";

import type { ExplanationWords } from "@pragma/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { editResourceHref, resourceHref } from "~/lib/hrefs.ts";
import { toast } from "~/lib/toast.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { LinkedText } from "../linked-text.tsx";

export interface ReasonProps {
  /** Key of the resource that is explained. */
  resourceKey: string;
  words: ExplanationWords;
  /** Advice on its own failure; without it, that is retried from here. */
  advice?: ReactNode;
  /** Where there is more about it. */
  more?: ReactNode;
  className?: string;
}

/** Why a resource is not ready, in a sentence that leads to every resource it names, with the failure at the root of it. */
export function Reason({ resourceKey, words, advice, more, className }: ReasonProps) {
  const { tone, sentence, failure, nextAttemptAt, since, others } = words;
  const own = failure?.key === resourceKey && advice !== undefined;
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <Notice tone={tone} className={className ?? ""}>
        <h2 id={title} className="font-semibold [overflow-wrap:anywhere]">
          {sentence.map(({ text, key }) =>
            key === undefined ? (
              text
            ) : (
              <Link
                key={key}
                href={resourceHref(key)}
                prefetch={false}
                className="font-mono text-dense underline decoration-dotted underline-offset-2 hover:decoration-solid"
              >
                {key}
              </Link>
            ),
          )}{" "}
          <When since={since} nextAttemptAt={nextAttemptAt} />
        </h2>
        {failure ? (
          <p className="mt-1 font-mono text-dense whitespace-pre-wrap [overflow-wrap:anywhere]">
            {failure.isEarlier ? <span className="font-sans">An earlier attempt failed: </span> : null}
            <LinkedText text={failure.error} />
          </p>
        ) : null}
        {failure && own ? <p className="mt-2">{advice}</p> : null}
        {failure && !own ? <CauseActions causeKey={failure.key} isEditFirst={failure.onlyEditHelps} /> : null}
        {others === null ? null : <p className="mt-2">{others}</p>}
        {more ? <p className="mt-2">{more}</p> : null}
      </Notice>
    </section>
  );
}

/** Not announced, as the rest of the notice is: it changes every second. */
function When({ since, nextAttemptAt }: Pick<ExplanationWords, "since" | "nextAttemptAt">) {
  if (nextAttemptAt !== null) {
    return (
      <span aria-live="off" className="ml-1 font-normal">
        The next one starts <RelativeTime iso={nextAttemptAt} upcoming overdue="soon" />.
      </span>
    );
  }
  if (since === null) return null;
  return (
    <span aria-live="off" className="ml-1 text-xs font-normal whitespace-nowrap tabular-nums">
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

/** Remedies for the resource at the root of it, from here: a retry, or another config first. */
function CauseActions({ causeKey, isEditFirst }: { causeKey: string; isEditFirst: boolean }) {
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
    <div className="mt-2 flex flex-wrap gap-2">
      {isEditFirst ? (
        <Button asChild size="small" variant="primary" className="max-w-full whitespace-normal">
          <Link href={editResourceHref(causeKey)}>
            <Pencil aria-hidden /> Edit {causeKey}
          </Link>
        </Button>
      ) : null}
      <Button
        size="small"
        className="max-w-full whitespace-normal"
        busy={retry.isPending}
        onClick={() => retry.mutate({ id: causeKey })}
      >
        <RotateCcw aria-hidden /> Retry {causeKey}
      </Button>
    </div>
  );
}
