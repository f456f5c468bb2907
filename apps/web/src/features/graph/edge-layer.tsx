"use client";

import type { GraphEdge } from "@pragma/contract";
import { useStore, ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
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
}: {
  edges: readonly GraphEdge[];
  positions: Positions;
  /** Id of the node whose edges are highlighted. */
  selected: string | null;
}) {
  const { left, top, right, bottom } = useStore(
    ({ transform, width, height }) => areaInView(transform, width, height),
    isSame,
  );
  const near = useMemo(
    () => edgesWithin(edges, positions, { left, top, right, bottom }),
    [edges, positions, left, top, right, bottom],
  );
  const all = useMemo(() => edgePaths(near, positions), [near, positions]);
  const own = useMemo(() => {
    const touching = near.filter(({ from, to }) => from === selected || to === selected);
    return edgePaths(touching, positions);
  }, [near, positions, selected]);
  return (
    <ViewportPortal>
      <svg aria-hidden="true" className="graph-edges" width="1" height="1">
        <g className="text-line-strong">
          <Paths {...all} />
        </g>
        <g className="text-accent" strokeWidth="2.5">
          <Paths {...own} />
        </g>
      </svg>
    </ViewportPortal>
  );
});

function Paths({ dependencies, owners, arrows }: ReturnType<typeof edgePaths>) {
  return (
    <>
      <path d={dependencies} fill="none" stroke="currentColor" />
      <path d={owners} fill="none" stroke="currentColor" strokeDasharray="6 5" />
      <path d={arrows} fill="currentColor" stroke="none" />
    </>
  );
}

function isSame(one: Area, other: Area): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}
