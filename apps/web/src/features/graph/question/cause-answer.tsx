"use client";

import { causeWords, explanationWords } from "@pragma/contract";
import { Reason } from "~/features/resource-elements/explanation/reason.tsx";
import type { RootCause } from "./answer.ts";
import { NodeList } from "./node-list.tsx";

/** Why a resource is not ready: the root cause in a sentence, the path to it, and what else it waits for. */
export function CauseAnswer({
  of,
  cause,
  onJump,
}: {
  of: string;
  cause: RootCause;
  onJump: ((key: string) => void) | null;
}) {
  const { explanation, awaited } = cause;
  const words = explanationWords(explanation);
  if (!words) return <p className="text-ink-soft">It is ready, and waits for nothing.</p>;
  const { way, max_attempts: most, truncated } = explanation;
  const onWay = new Set(way.map(({ id }) => id));
  const others = awaited.filter(({ id }) => !onWay.has(id));
  return (
    <>
      <Reason resourceKey={of} words={words} />
      <NodeList
        title="Path to the root cause"
        nodes={way.map((step, index) => ({
          ...step,
          words: index > 0 && index === way.length - 1 ? "the root cause" : causeWords(step, most),
        }))}
        onJump={onJump}
      />
      <NodeList
        title={`It also waits for (${others.length.toLocaleString("en")}${truncated ? " or more" : ""})`}
        nodes={others.map((one) => ({ ...one, words: causeWords({ ...one, attempt: null }, most) }))}
        onJump={onJump}
      />
      {truncated ? (
        <p className="text-dense text-ink-faint">It waits for more than 1,000 resources. The nearest are shown.</p>
      ) : null}
    </>
  );
}
