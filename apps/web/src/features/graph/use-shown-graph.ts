"use client";

import type { Graph } from "@pragma/contract";
import { useMemo } from "react";
import type { GraphPart } from "./graph-part.ts";
import { isTooLarge } from "./graph-refused.tsx";
import { mergeGraphs } from "./question/answer.ts";
import type { Question } from "./question/question.ts";
import { type Asked, useAnswer } from "./question/use-answer.ts";
import { useGraph } from "./use-graph.ts";

/** The graph that the page draws: a part of it, an answer's, or both. */
export interface ShownGraph {
  /** Undefined while it is being read. */
  graph: Graph | undefined;
  asked: Asked | null;
  /** Only what the answer concerns is drawn. */
  isAlone: boolean;
  error: unknown;
  refetch: () => void;
  /** It is still the part that was shown before. */
  isEarlier: boolean;
}

/**
 * Reads what the page draws.
 * @param ready false until it is known whether the part is too large
 * @param tooLarge reads no part: only the answer is drawn
 */
export function useShownGraph(
  part: GraphPart,
  { question, only, ready, tooLarge }: { question: Question | null; only: boolean; ready: boolean; tooLarge: boolean },
): ShownGraph {
  const asked = useAnswer(question);
  const whole = useGraph(part, ready && !tooLarge && !(question && only));
  const isAlone = asked !== null && (only || tooLarge || isTooLarge(whole.error));
  const answer = asked?.answer?.graph;
  const graph = useMemo(() => {
    if (isAlone) return answer;
    return whole.data && answer ? mergeGraphs(whole.data, answer) : whole.data;
  }, [isAlone, whole.data, answer]);
  // Errors of an answer are shown beside the graph.
  const error = isAlone ? null : whole.error;
  return {
    graph,
    asked,
    isAlone,
    error,
    refetch: () => void whole.refetch(),
    isEarlier: !isAlone && whole.isPlaceholderData,
  };
}
