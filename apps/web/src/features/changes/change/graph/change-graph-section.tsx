"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { Skeleton } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import type { Side } from "./change-graph.ts";
import { SideSwitch } from "./side-switch.tsx";

const Loading = () => <Skeleton className="m-4 h-96" />;
/** Loaded once it is asked for: what draws it is larger than the rest of the page. */
const ChangePicture = dynamic(() => loadPart(() => import("./change-picture.tsx")).then((file) => file.ChangePicture), {
  ssr: false,
  loading: Loading,
});

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
      {isOpen && !error && !data ? <Loading /> : null}
      {isOpen && data ? <ChangePicture graph={data} side={side} /> : null}
    </Section>
  );
}
