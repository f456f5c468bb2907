"use client";

import { type ReactNode, useMemo, useState } from "react";
import { CallError } from "~/trpc/call-error.tsx";
import type { GraphChoice } from "./graph-filters.tsx";
import type { GraphPart } from "./graph-part.ts";
import { GraphRefused, isTooLarge } from "./graph-refused.tsx";
import { GraphSkeleton } from "./graph-skeleton.tsx";
import { modelOf } from "./model/graph-model.ts";
import { type Jump, jumpTo } from "./model/jump.ts";
import { NothingToDraw } from "./nothing-to-draw.tsx";
import type { Mode, Question } from "./question/question.ts";
import { QuestionPanel } from "./question/question-panel.tsx";
import { ShownPart } from "./shown-part.tsx";
import { useReachable } from "./use-reachable.ts";
import { useShownGraph } from "./use-shown-graph.ts";

export interface GraphViewProps {
  part: GraphPart;
  choice: GraphChoice & { node: string | null; view: "map" | "list"; only: boolean };
  question: Question | null;
  /** Where to go. */
  jump: Jump | null;
  onJump: (jump: Jump) => void;
  /** Shown in place of a whole that is too large to load. */
  grouped: ReactNode;
  /** Whether it is known if the part is too large to load. */
  ready: boolean;
  tooLarge: boolean;
  onSelect: (key: string | null) => void;
  onFocusOn: (key: string) => void;
  /** Looks at less. */
  onNarrow: (change: Partial<Pick<GraphChoice, "depth" | "direction">>) => void;
  onQuestion: (change: QuestionChange) => void;
}

/** Parameters of a question; and the node whose panel would cover the answer. */
export interface QuestionChange {
  mode?: Mode | null;
  of?: string | null;
  only?: boolean;
  node?: null;
}

/** A part of the graph, as a picture or as a list, with the answer to what is asked about it. */
export function GraphView(props: GraphViewProps) {
  const { part, choice, question, jump, onJump, ready, tooLarge, onSelect, onFocusOn, onNarrow, onQuestion } = props;
  const shown = useShownGraph(part, { question, ready, tooLarge, only: choice.only });
  const { graph, asked, isAlone, error, isEarlier } = shown;
  const { provider, root } = choice;
  const model = useMemo(() => graph && modelOf(graph, question ? null : provider), [graph, question, provider]);
  const [isAskedHere, setAskedHere] = useState(false);
  useReachable(jump, isEarlier ? undefined : model, onFocusOn);

  if (isTooLarge(error)) {
    if (root === null) return props.grouped;
    return <GraphRefused root={root} depth={choice.depth} direction={choice.direction} onNarrow={onNarrow} />;
  }
  if (error) return <CallError error={error} onRetry={shown.refetch} />;
  if (!asked && !model) return <GraphSkeleton />;
  if (!asked && model?.nodes.length === 0) return <NothingToDraw />;

  const ask = (next: Question): void => {
    setAskedHere(true);
    onQuestion({ ...next, node: null });
  };
  const aside = asked ? (
    <QuestionPanel
      key={`${asked.question.mode} ${asked.question.of}`}
      asked={asked}
      isAlone={isAlone && !choice.only ? null : isAlone}
      takesFocus={isAskedHere}
      onAlone={(only) => onQuestion({ only })}
      onAsk={ask}
      onJump={choice.view === "list" ? null : (key) => onJump(jumpTo(key))}
      onClose={() => {
        onJump(jumpTo(asked.question.of));
        onQuestion({ mode: null, of: null, only: false });
      }}
    />
  ) : null;
  if (!model) {
    return (
      <div className="flex flex-1 flex-col overflow-hidden rounded-lg border border-line lg:flex-row">
        <GraphSkeleton />
        {aside}
      </div>
    );
  }
  return (
    <ShownPart
      // Another part is another picture, fitted again.
      key={JSON.stringify(isEarlier ? null : part)}
      model={model}
      choice={choice}
      answer={asked?.answer}
      isAlone={isAlone}
      isEarlier={isEarlier}
      question={question}
      jump={jump}
      aside={aside}
      onSelect={onSelect}
      onFocusOn={onFocusOn}
      onAsk={ask}
    />
  );
}
