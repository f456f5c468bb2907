"use client";

import {
  type Explanation,
  explanationWords,
  hasOtherCause,
  isReady,
  type Resource,
  resourceKey,
} from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "~/components/ui/button.tsx";
import { Elapsed } from "~/components/ui/elapsed.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { Reason } from "~/features/resource-elements/explanation/reason.tsx";
import { AttemptLog } from "~/features/resource-elements/log/attempt-log.tsx";
import { isDeleting, isStale } from "~/features/resource-elements/resource-facts.ts";
import { Link } from "~/features/shell/link.tsx";
import { questionHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { errorAdvice } from "./error-advice.ts";
import { runningAttempt } from "./running-attempt.ts";

export interface ExplanationPanelProps {
  resource: Resource;
  /** Undefined until it is known. */
  explanation: Explanation | undefined;
  /** Whether the log of a running attempt is shown with it. */
  withLog: boolean;
}

/** Why a resource is not ready, down to the root cause; of a ready one, since when it is. */
export function ExplanationPanel({ resource, explanation, withLog }: ExplanationPanelProps) {
  if (isReady(resource.lifecycle_state) && !isStale(resource) && !isDeleting(resource)) {
    return <ReadyLine resource={resource} />;
  }
  if (!explanation) return <Skeleton className="mb-4 h-9" />;
  const words = explanationWords(explanation);
  // It has become ready since the resource was read, which is read again.
  if (!words) return <ReadyLine resource={resource} />;
  const key = resourceKey(resource);
  const running = withLog ? runningAttempt(explanation) : null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      <Reason
        resourceKey={key}
        words={words}
        advice={errorAdvice(resource)}
        more={
          hasOtherCause(explanation) ? (
            <Button asChild size="small" variant="link" className="h-auto px-0">
              <Link href={questionHref("cause", key)}>Root cause in the graph</Link>
            </Button>
          ) : null
        }
      />
      {/* Beside the notice, not in it: that is announced whenever it changes, which each line would do. */}
      {running ? <AttemptLog resourceKey={key} {...running} endedAt={null} hideEmpty /> : null}
    </div>
  );
}

function ReadyLine({ resource: { conditions } }: { resource: Resource }) {
  const since = conditions.find(({ type }) => type === "Ready")?.last_transition_time;
  return (
    <p className="mb-4 min-h-9 py-2 text-sm text-ink-soft">
      Ready
      {since === undefined ? null : (
        <>
          {" "}
          for <Elapsed since={since} className="tabular-nums" />
        </>
      )}
    </p>
  );
}

/** Why a resource is not ready; undefined until it is known. */
export function useExplanation(resourceKey: string): Explanation | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.resources.explain.queryOptions({ id: resourceKey })).data;
}
