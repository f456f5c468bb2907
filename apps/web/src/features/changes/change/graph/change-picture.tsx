"use client";

import { useMemo, useState } from "react";
import { ErrorState } from "~/components/ui/states.tsx";
import { GraphCanvas } from "~/features/graph/canvas/graph-canvas.tsx";
import { useLayout } from "~/features/graph/canvas/use-layout.ts";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { type ChangeGraph, changeNotes, edgeMarks, edgeSentences, modelOfSide, type Side } from "./change-graph.ts";

const NOTHING = { state: null, text: "", ids: null };
const NO_PATH: ReadonlySet<string> = new Set();

/** One side of a change, or both: resources say what becomes of them, and edges that come or go are drawn differently. */
export function ChangePicture({ graph, side }: { graph: ChangeGraph; side: Side }) {
  const whole = useMemo(() => modelOfSide(graph, "both"), [graph]);
  const model = useMemo(() => modelOfSide(graph, side), [graph, side]);
  const told = useMemo(
    () => ({ ids: new Set(whole.byId.keys()), notes: changeNotes(graph), path: NO_PATH, focus: [] }),
    [graph, whole],
  );
  const marks = useMemo(() => edgeMarks(graph), [graph]);
  const sentences = useMemo(() => edgeSentences(graph), [graph]);
  const [selected, setSelected] = useState<string | null>(null);
  // Lays out both sides, so that nothing moves when the other one is shown.
  const { positions, failed } = useLayout(whole);
  if (failed) return <ErrorState message="The graph could not be laid out. The actions are listed below." />;
  return (
    <>
      <div className="relative h-96 overflow-hidden">
        {positions ? (
          <GraphCanvas
            model={model}
            positions={positions}
            highlight={NOTHING}
            root={null}
            selected={selected}
            told={told}
            jump={null}
            marks={side === "both" ? marks : null}
            onSelect={setSelected}
          />
        ) : (
          <p role="status" className="absolute inset-0 grid place-items-center text-ink-soft">
            Laying out the graph…
          </p>
        )}
      </div>
      <div className="flex flex-col gap-2 border-t border-line px-4 py-3 text-dense text-ink-soft">
        <p role="status" className="empty:hidden">
          {selected === null ? null : <ResourceLink resourceKey={selected} />}
        </p>
        {sentences.length === 0 ? (
          <p>No dependencies change.</p>
        ) : (
          <>
            <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
              <li className="flex items-center gap-1.5">
                <Sample className="text-ready" width="4" /> added
              </li>
              <li className="flex items-center gap-1.5">
                <Sample className="text-failed" width="3" dashes="2 5" /> removed
              </li>
            </ul>
            <details>
              <summary>
                {sentences.length === 1 ? "1 edge" : `${sentences.length.toLocaleString("en")} edges`} added or removed
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5 font-mono text-xs [overflow-wrap:anywhere]">
                {sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </details>
          </>
        )}
        {graph.truncated ? <p>Only the first 400 resources are drawn.</p> : null}
      </div>
    </>
  );
}

function Sample({ className, width, dashes }: { className: string; width: string; dashes?: string }) {
  return (
    <svg aria-hidden="true" width="28" height="8" className={className}>
      <path d="M0 4h28" stroke="currentColor" strokeWidth={width} strokeDasharray={dashes} />
    </svg>
  );
}
