"use client";

import { parseKey } from "@pragma/contract";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { BlastAnswer } from "./blast-answer.tsx";
import { CauseAnswer } from "./cause-answer.tsx";
import type { Question } from "./question.ts";
import type { Asked } from "./use-answer.ts";

const TITLES: Record<Question["mode"], string> = { cause: "Root cause of", blast: "Blast radius of" };

export interface QuestionPanelProps {
  asked: Asked;
  /** Resources it does not concern are hidden; null where that is so anyway. */
  isAlone: boolean | null;
  onAlone: (alone: boolean) => void;
  /** Moves the focus here, once. */
  takesFocus: boolean;
  onAsk: (question: Question) => void;
  /** Goes to a node; null where no nodes are drawn. */
  onJump: ((key: string) => void) | null;
  onClose: () => void;
}

/** The answer to a question about a node, in words, with all that it concerns in order. */
export function QuestionPanel(props: QuestionPanelProps) {
  const { asked, isAlone, onAlone, takesFocus, onAsk, onJump, onClose } = props;
  const { question, cause, blast, error, refetch } = asked;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.scrollIntoView({ block: "nearest" });
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const other = question.mode === "cause" ? "blast" : "cause";
  return (
    <aside
      aria-label={`${TITLES[question.mode]} ${question.of}`}
      onKeyDown={({ key }) => {
        if (key === "Escape") onClose();
      }}
      className="flex max-h-full flex-col overflow-y-auto border-line bg-surface max-lg:border-t lg:w-96 lg:shrink-0 lg:border-l"
    >
      <header className="flex items-start justify-between gap-2 px-4 pt-3">
        <div className="min-w-0">
          <h2 ref={heading} tabIndex={-1} className="[overflow-wrap:anywhere] font-semibold text-ink">
            {TITLES[question.mode]} {parseKey(question.of)?.name ?? question.of}
          </h2>
          <p className="[overflow-wrap:anywhere] font-mono text-xs text-ink-faint">{question.of}</p>
        </div>
        <Button size="smallIcon" variant="ghost" aria-label="Close panel" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="flex flex-col gap-4 px-4 pt-3 pb-4">
        {error ? <CallError error={error} onRetry={refetch} /> : null}
        {question.mode === "cause" && cause ? <CauseAnswer of={question.of} cause={cause} onJump={onJump} /> : null}
        {question.mode === "blast" && blast ? <BlastAnswer blast={blast} onJump={onJump} /> : null}
        {!error && asked.answer === undefined ? <SkeletonRows rows={4} label="Reading the graph" /> : null}
        <div className="flex flex-wrap items-center justify-between gap-2">
          {isAlone === null ? (
            <p className="text-dense text-ink-faint">
              Only the affected resources are drawn: the whole graph is too large.
            </p>
          ) : (
            <LabelledCheckbox
              label="Draw only these"
              checked={isAlone}
              onChange={({ target }) => onAlone(target.checked)}
            />
          )}
          <Button size="small" onClick={() => onAsk({ mode: other, of: question.of })}>
            {other === "cause" ? "Show root cause" : "Show blast radius"}
          </Button>
        </div>
      </div>
    </aside>
  );
}
