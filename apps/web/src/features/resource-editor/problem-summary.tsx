"use client";

import { formatPath } from "@pragma/language";

import type { Ref } from "react";
import { Button } from "~/components/ui/button.tsx";
import type { Problem } from "./manifest/problem.ts";

const SHOWN = 20;

/** All errors that prevent an apply, each with a link to its place. */
export function ProblemSummary({
  problems,
  onGo,
  ref,
}: {
  problems: readonly Problem[];
  onGo: (problem: Problem) => void;
  ref?: Ref<HTMLElement>;
}) {
  if (problems.length === 0) return null;
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-labelledby="problems-title"
      className="rounded-md border border-danger bg-danger-soft px-4 py-3"
    >
      <h2 id="problems-title" className="text-sm font-semibold text-danger-text">
        {problems.length === 1 ? "1 problem" : `${problems.length} problems`}
      </h2>
      <ul className="mt-1 flex flex-col">
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={`${formatPath(problem.path)} ${problem.message}`}>
            <Button
              variant="link"
              size="small"
              className="h-auto min-h-6 whitespace-normal px-0 py-0.5 text-left text-danger-text underline"
              onClick={() => onGo(problem)}
            >
              {wordsOf(problem)}
            </Button>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN ? (
        <p className="text-dense text-danger-text">And {problems.length - SHOWN} more.</p>
      ) : null}
    </section>
  );
}

/** Messages mostly begin with the field's name; where they do not, it is put before. */
function wordsOf({ path, message }: Problem): string {
  const where = formatPath(path);
  return where === "" || message.includes(String(path.at(-1))) ? message : `${where}: ${message}`;
}
