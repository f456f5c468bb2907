"use client";

import type { BlastRadius } from "./answer.ts";
import { blastSentences, effectWords } from "./effect-words.ts";
import { NodeList } from "./node-list.tsx";

/** The blast radius of a resource: in sentences, and then each resource with its effects, by distance. */
export function BlastAnswer({ blast, onJump }: { blast: BlastRadius; onJump: ((key: string) => void) | null }) {
  const { affected, truncated } = blast;
  const steps = [...Map.groupBy(affected.slice(1), ({ distance }) => distance)];
  if (steps.length === 0)
    return <p className="text-ink-soft">Nothing depends on it. Deleting it deletes nothing else.</p>;
  return (
    <>
      <ul className="flex flex-col gap-1 text-ink">
        {blastSentences(blast).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {steps.map(([distance, nodes]) => (
        <NodeList
          key={distance}
          title={`${distance === 1 ? "1 step" : `${distance} steps`} away (${nodes.length.toLocaleString("en")})`}
          nodes={nodes.map((one) => ({ ...one, words: effectWords(one).join(", ") || "not affected" }))}
          onJump={onJump}
        />
      ))}
      {truncated ? (
        <p className="text-dense text-ink-faint">More than 1,000 resources are affected. The nearest are shown.</p>
      ) : null}
    </>
  );
}
