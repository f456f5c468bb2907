"use client";

import type { Json } from "@pragma/contract";

const SHOWN = 3;
const LONGEST = 60;

/** Values that a schema gives as examples; one is taken by a click. */
export function Examples({
  label,
  examples,
  onPick,
}: {
  /** Label of the field. */
  label: string;
  examples: readonly Json[];
  /** Left out where the field cannot change. */
  onPick: ((value: Json) => void) | null;
}) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {examples.length === 1 ? "Example:" : "Examples:"}
      {examples.slice(0, SHOWN).map((example) => {
        const words = typeof example === "string" ? example : JSON.stringify(example);
        const short = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
        return onPick === null ? (
          <code key={words} className="break-all font-mono">
            {short}
          </code>
        ) : (
          <button
            key={words}
            type="button"
            aria-label={`Use the example ${short} for ${label}`}
            className="min-h-6 break-all rounded bg-sunken px-1.5 text-left font-mono text-ink-soft hover:text-ink"
            onClick={() => onPick(example)}
          >
            {short}
          </button>
        );
      })}
    </span>
  );
}
