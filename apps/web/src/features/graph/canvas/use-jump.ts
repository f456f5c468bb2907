"use client";

import { type FitViewOptions, useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Jump } from "../model/jump.ts";
import { NODE_HEIGHT, NODE_WIDTH, type Positions } from "./layout.ts";

/** Near enough to read it. */
const READABLE = 0.8;

/** Focuses the element of a node. @returns whether it is rendered: those out of view are not */
export function focusNode(frame: HTMLElement | null, id: string): boolean {
  const element = frame?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  element?.focus();
  return element !== null && element !== undefined;
}

/** A function that brings a node into the middle of the view, and focuses it. */
export function useGoTo(frame: RefObject<HTMLElement | null>, positions: Positions) {
  const flow = useReactFlow();
  return useCallback(
    ({ id, zoom }: { id: string; zoom: number }): void => {
      const at = positions[id];
      if (!at) return;
      void flow
        .setCenter(at.x + NODE_WIDTH / 2, at.y + NODE_HEIGHT / 2, { zoom })
        .then(() => requestAnimationFrame(() => focusNode(frame.current, id)));
    },
    [flow, frame, positions],
  );
}

/** Goes to a node once it is laid out. */
export function useJump(jump: Jump | null, positions: Positions, goTo: ReturnType<typeof useGoTo>): void {
  const flow = useReactFlow();
  const done = useRef<Jump | null>(null);
  useEffect(() => {
    if (jump === null || done.current === jump || !positions[jump.id]) return;
    done.current = jump;
    goTo({ id: jump.id, zoom: Math.max(flow.getZoom(), READABLE) });
  }, [jump, positions, goTo, flow]);
}

/**
 * Brings nodes into view, whenever they are others than before; and once more when what was left out of the graph, or put
 * back, has been laid out.
 */
export function useFitTo(
  ids: readonly string[],
  { fit, isAlone, positions }: { fit: FitViewOptions; isAlone: boolean; positions: Positions },
): void {
  const flow = useReactFlow();
  const awaits = useRef<Positions | null>(null);
  const last = useRef(isAlone);
  const key = ids.join(" ");
  const show = useRef(() => {});
  useEffect(() => {
    show.current = () => {
      if (ids.length > 0) void flow.fitView({ ...fit, nodes: ids.map((id) => ({ id })) });
    };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same nodes in another array are the same
  useEffect(() => show.current(), [key]);
  useEffect(() => {
    if (last.current !== isAlone) awaits.current = positions;
    last.current = isAlone;
    if (awaits.current === null || awaits.current === positions) return;
    awaits.current = null;
    show.current();
  }, [isAlone, positions]);
}
