"use client";

import { type ChangeSummary, isAppliedChange } from "@pragma/contract";
import { type LucideIcon, Play, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useOfferedActions } from "~/features/shell/palette/page-actions.ts";
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
  const close = (): void => {
    deeds.forget();
    setReverting(false);
  };
  const actions: (Action | false)[] = [
    status === "planned" && canPlan && { kind: "discard", label: "Discard", icon: Trash2, run: deeds.discard },
    status === "planned" &&
      canWrite && { kind: "apply", label: "Apply", icon: Play, run: deeds.apply, isRefused: counts.refuse > 0 },
    isAppliedChange(status) &&
      canPlan && { kind: "revert", label: "Revert…", icon: Undo2, run: () => setReverting(true) },
  ];
  const allowed = actions.filter((action) => action !== false);
  const isBusy = deeds.busy !== null;
  useOfferedActions(
    allowed
      .filter(({ isRefused }) => !isBusy && isRefused !== true)
      .map(({ kind, label, icon, run }) => ({ id: kind, label, icon, run })),
  );
  return (
    <>
      {allowed.map(({ kind, label, icon: Icon, run, isRefused }) => (
        <Button
          key={kind}
          variant={kind === "apply" ? "primary" : "secondary"}
          busy={deeds.busy === kind && !reverting}
          disabled={isBusy || isRefused === true}
          onClick={run}
        >
          <Icon aria-hidden /> {label}
        </Button>
      ))}
      {reverting ? <RevertDialog deeds={deeds} onClose={close} /> : null}
    </>
  );
}

interface Action {
  kind: "discard" | "apply" | "revert";
  label: string;
  icon: LucideIcon;
  run: () => void;
  /** It cannot be done as it is. */
  isRefused?: boolean;
}
