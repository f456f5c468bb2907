"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Side } from "./change-graph.ts";
import { ChangePicture } from "./change-picture.tsx";
import { SideSwitch } from "./side-switch.tsx";

/** The graph of what a change touches, before and after; read once it is asked for. */
export function ChangeGraphSection({ id }: { id: string }) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const [side, setSide] = useState<Side>("both");
  const { data, error, refetch } = useQuery(trpc.changes.graph.queryOptions({ id }, { enabled: isOpen }));
  return (
    <Section
      title="Graph"
      description="What the change touches, before and after it"
      actions={
        <>
          {isOpen ? <SideSwitch side={side} onSide={setSide} /> : null}
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide graph" : "Show graph"}
          </Button>
        </>
      }
    >
      {isOpen && error && !data ? <CallError error={error} onRetry={() => void refetch()} /> : null}
      {isOpen && !error && !data ? <Skeleton className="m-4 h-96" /> : null}
      {isOpen && data ? <ChangePicture graph={data} side={side} /> : null}
    </Section>
  );
}
