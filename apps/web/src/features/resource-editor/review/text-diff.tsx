"use client";

import { useMemo } from "react";
import { cn } from "~/lib/class-names.ts";
import { type DiffLine, diffLines, withContext } from "./line-diff.ts";

const LOOKS = {
  same: { sign: " ", word: "", className: "" },
  added: { sign: "+", word: "Added: ", className: "bg-ready-soft text-ready-text" },
  removed: { sign: "−", word: "Removed: ", className: "bg-failed-soft text-failed-text" },
};

/** Two texts, the lines that differ marked by colour and sign. */
export function TextDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const lines = useMemo(() => withContext(diffLines(before, after), 3), [before, after]);
  if (before === after) return <p className="px-4 py-3 text-ink-soft">There is no difference.</p>;
  return (
    <section
      // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      aria-label={label}
      className="max-h-[32rem] overflow-auto font-mono text-dense leading-6"
    >
      <ol className="min-w-max">
        {lines.map((line, index) => (
          // Lines have no identity besides their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Line key={index} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: DiffLine | null }) {
  if (line === null) return <li className="border-y border-line bg-sunken px-4 text-ink-faint">…</li>;
  const { sign, word, className } = LOOKS[line.kind];
  return (
    <li className={cn("flex whitespace-pre pr-4", className)}>
      <span aria-hidden className="w-10 shrink-0 select-none pr-2 text-right text-ink-faint">
        {line.after ?? line.before}
      </span>
      <span aria-hidden className="w-4 shrink-0 select-none">
        {sign}
      </span>
      {word === "" ? null : <span className="sr-only">{word}</span>}
      <span>{line.text}</span>
    </li>
  );
}
