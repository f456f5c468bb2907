"use client";

import type { ChangeSummary } from "@pragma/contract";
import { Play, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { ChangeDeeds } from "./use-change-deeds.ts";

/** Loaded when it is first opened. */
const RevertDialog = dynamic(() => loadPart(() => import("./revert-dialog.tsx")).then((file) => file.RevertDialog), {
  ssr: false,
});

/** What the viewer may do with the change in its status. */
export function ChangeActions({ change, deeds }: { change: ChangeSummary; deeds: ChangeDeeds }) {
  const canPlan = useCan("changes:plan");
  const canWrite = useCan("resources:write");
  const [reverting, setReverting] = useState(false);
  const { status, counts } = change;
  const isApplied = status === "succeeded" || status === "failed";
  const close = (): void => {
    deeds.forget();
    setReverting(false);
  };
  return (
    <>
      {status === "planned" && canPlan ? (
        <Button busy={deeds.busy === "discard"} disabled={deeds.busy !== null} onClick={deeds.discard}>
          <Trash2 aria-hidden /> Discard
        </Button>
      ) : null}
      {status === "planned" && canWrite ? (
        <Button
          variant="primary"
          busy={deeds.busy === "apply"}
          disabled={deeds.busy !== null || counts.refuse > 0}
          onClick={deeds.apply}
        >
          <Play aria-hidden /> Apply
        </Button>
      ) : null}
      {isApplied && canPlan ? (
        <Button disabled={deeds.busy !== null} onClick={() => setReverting(true)}>
          <Undo2 aria-hidden /> Revert…
        </Button>
      ) : null}
      {reverting ? <RevertDialog deeds={deeds} onClose={close} /> : null}
    </>
  );
}
