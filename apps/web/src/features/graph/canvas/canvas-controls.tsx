"use client";

import { type FitViewOptions, useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus, ScanSearch } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { ResourceFlowNode } from "./flow-elements.ts";

const CALM = { duration: 200 };

function motion(): { duration: number } {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 0 } : CALM;
}

/**
 * Buttons for zooming, and for bringing nodes into view. They lie over the picture; on a phone, where they would
 * cover a node, they stand above it.
 */
export function CanvasControls({ fit, matches }: { fit: FitViewOptions; matches: readonly ResourceFlowNode[] }) {
  const flow = useReactFlow();
  const found = matches.filter(({ data }) => data.emphasis === "match");
  return (
    <div className="flex gap-1 border-line bg-surface p-1 max-md:border-b md:absolute md:top-4 md:left-4 md:z-10 md:rounded-lg md:border md:shadow-raised">
      <Button size="smallIcon" variant="ghost" aria-label="Zoom in" onClick={() => void flow.zoomIn(motion())}>
        <Plus aria-hidden />
      </Button>
      <Button size="smallIcon" variant="ghost" aria-label="Zoom out" onClick={() => void flow.zoomOut(motion())}>
        <Minus aria-hidden />
      </Button>
      <Button
        size="smallIcon"
        variant="ghost"
        aria-label="Show all"
        onClick={() => void flow.fitView({ ...fit, ...motion() })}
      >
        <Maximize aria-hidden />
      </Button>
      {found.length > 0 ? (
        <Button
          size="small"
          variant="ghost"
          onClick={() => void flow.fitView({ ...fit, ...motion(), nodes: found.map(({ id }) => ({ id })) })}
        >
          <ScanSearch aria-hidden /> Show matches
        </Button>
      ) : null}
    </div>
  );
}
