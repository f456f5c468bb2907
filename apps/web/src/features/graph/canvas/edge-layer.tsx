"use client";

import type { GraphEdge } from "@pragma/contract";
import { useStore, ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import { edgeKey } from "../model/edge-key.ts";
import { type EdgeMarks, markOf } from "./edge-marks.ts";
import { type Area, areaInView, edgePaths, edgesWithin } from "./edge-paths.ts";
import type { Positions } from "./layout.ts";

/**
 * The edges in view, in a few paths below the nodes. As separate elements, each of a thousand would be checked again at
 * every step of a movement. Read out one by one they say nothing: the panel and the list do.
 */
export const EdgeLayer = memo(function EdgeLayer({
  edges,
  positions,
  selected,
  dimmed,
  path,
  marks,
}: {
  edges: readonly GraphEdge[];
  positions: Positions;
  /** Id of the node whose edges are highlighted. */
  selected: string | null;
  /** Ids of dimmed nodes, whose edges are dimmed with them. */
  dimmed: ReadonlySet<string>;
  /** Edges that are highlighted besides: see `edgeKey`. */
  path: ReadonlySet<string>;
  marks: EdgeMarks;
}) {
  const { left, top, right, bottom } = useStore(
    ({ transform, width, height }) => areaInView(transform, width, height),
    isSame,
  );
  const near = useMemo(
    () => edgesWithin(edges, positions, { left, top, right, bottom }),
    [edges, positions, left, top, right, bottom],
  );
  const [plain, unrelated] = useMemo(() => {
    const isPlain = (edge: GraphEdge): boolean => !marks.added.has(markOf(edge)) && !marks.removed.has(markOf(edge));
    // Those of the selected node are drawn above these in any case.
    const isUnrelated = ({ from, to }: GraphEdge): boolean => selected !== null || dimmed.has(from) || dimmed.has(to);
    const all = near.filter(isPlain);
    return [
      edgePaths(
        all.filter((edge) => !isUnrelated(edge)),
        positions,
      ),
      edgePaths(all.filter(isUnrelated), positions),
    ];
  }, [near, positions, marks, selected, dimmed]);
  const [added, removed] = useMemo(() => {
    const marked = (set: ReadonlySet<string>) =>
      edgePaths(
        near.filter((edge) => set.has(markOf(edge))),
        positions,
      );
    return [marked(marks.added), marked(marks.removed)];
  }, [near, positions, marks]);
  const own = useMemo(() => {
    const isOwn = ({ from, to }: GraphEdge): boolean =>
      from === selected || to === selected || path.has(edgeKey(from, to));
    return edgePaths(near.filter(isOwn), positions);
  }, [near, positions, selected, path]);
  return (
    <ViewportPortal>
      <svg aria-hidden="true" className="graph-edges" width="1" height="1">
        <g className="text-line" data-edges="unrelated">
          <Paths {...unrelated} />
        </g>
        <g className="text-line-strong" data-edges="plain">
          <Paths {...plain} />
        </g>
        <g className="text-ready" strokeWidth="4">
          <Paths {...added} />
        </g>
        <g className="text-failed" strokeWidth="3">
          <Paths {...removed} dashes="2 6" />
        </g>
        <g className="text-accent" strokeWidth="2.5">
          <Paths {...own} />
        </g>
      </svg>
    </ViewportPortal>
  );
});

/** @param dashes of all of them */
function Paths({ dependencies, owners, arrows, dashes }: ReturnType<typeof edgePaths> & { dashes?: string }) {
  return (
    <>
      <path d={dependencies} fill="none" stroke="currentColor" strokeDasharray={dashes} />
      <path d={owners} fill="none" stroke="currentColor" strokeDasharray={dashes ?? "6 5"} />
      <path d={arrows} fill="currentColor" stroke="none" />
    </>
  );
}

function isSame(one: Area, other: Area): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}
