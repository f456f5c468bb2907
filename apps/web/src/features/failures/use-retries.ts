"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLiveChanges } from "~/features/live/live-provider.tsx";
import { useConnection } from "~/lib/connection/use-connection.ts";
import { useTRPCClient } from "~/trpc/client.tsx";
import type { Failure } from "./failure.ts";
import { filterInput } from "./failure-params.ts";
import { inChunks } from "./in-chunks.ts";
import { answered, answeredAll, asked, done, followed, type Retries, underWay, withdrawn, without } from "./retries.ts";
import type { RetryTarget } from "./retry-target.ts";

/** Successful retries stay visible this long. */
const SEEN_AFTER_MS = 4000;

/**
 * Retries failures and follows the outcome of each.
 *
 * @param refresh refetches the list, and returns it
 */
export function useRetries(refresh: () => Promise<Failure[]>) {
  const client = useTRPCClient();
  const { stream } = useConnection();
  const [retries, setRetries] = useState<Retries>(new Map());

  useLiveChanges((changes) => setRetries((before) => followed(before, changes)));

  const finished = done(retries).join(" ");
  useEffect(() => {
    if (finished === "") return;
    const timer = setTimeout(() => setRetries((before) => without(before, finished.split(" "))), SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [finished]);

  // Changes during a gap in the stream are unknown: only the refetched list is reliable then.
  useEffect(() => {
    if (stream === "lost") setRetries(new Map());
  }, [stream]);

  const retry = useMutation({
    mutationFn: async (failures: readonly Failure[]) => {
      for (const chunk of inChunks(idsOf(failures))) {
        const outcomes = await client.deadLetters.retry.mutate({ eventIds: chunk });
        setRetries((before) => answered(before, outcomes));
      }
    },
    onMutate: (failures) => setRetries((before) => asked(before, failures)),
    onError: (_error, failures) => setRetries((before) => withdrawn(before, idsOf(failures))),
    onSettled: () => void refresh(),
  });

  const retryAll = useMutation({
    mutationFn: async ({ filter }: RetryTarget) => {
      const counts = await client.deadLetters.retryAll.mutate(filterInput(filter));
      const listed = await refresh();
      setRetries((before) => answeredAll(before, listed));
      return counts;
    },
    onMutate: ({ shown }) => setRetries((before) => asked(before, shown)),
    onError: (_error, { shown }) => setRetries((before) => withdrawn(before, idsOf(shown))),
  });
  /** Failures were deleted: rows of running retries stay, the rest follows the list. */
  const forgetSettled = (): void => setRetries(underWay);
  return { retries, retry, retryAll, forgetSettled };
}

function idsOf(failures: readonly Failure[]): string[] {
  return failures.map(({ event_id }) => event_id);
}
