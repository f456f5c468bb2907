"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { type Answer, type BlastRadius, blastAnswer, causeAnswer, type RootCause } from "./answer.ts";
import type { Question } from "./question.ts";

/** A walk of the graph is repeated at most this often. */
const READ_AGAIN_MS = 1500;

/** A question and its answer, live. */
export interface Asked {
  question: Question;
  cause: RootCause | undefined;
  blast: BlastRadius | undefined;
  /** Undefined until the answer is known. */
  answer: Answer | undefined;
  error: unknown;
  refetch: () => void;
}

/** Asks the server a question about a resource; null without one. */
export function useAnswer(question: Question | null): Asked | null {
  const trpc = useTRPC();
  const inputOf = (mode: Question["mode"]) => (question?.mode === mode ? { id: question.of } : skipToken);
  const cause = useQuery(trpc.resources.rootCause.queryOptions(inputOf("cause")));
  const blast = useQuery(trpc.resources.blastRadius.queryOptions(inputOf("blast")));
  const query = question?.mode === "blast" ? blast : cause;
  useLiveRefresh(async () => question && query.refetch(), undefined, READ_AGAIN_MS);
  const answer = useMemo(() => {
    if (question?.mode === "cause") return cause.data && causeAnswer(cause.data);
    return question === null ? undefined : blast.data && blastAnswer(blast.data);
  }, [question, cause.data, blast.data]);
  if (question === null) return null;
  const { error, refetch } = query;
  return { question, cause: cause.data, blast: blast.data, answer, error, refetch: () => void refetch() };
}
