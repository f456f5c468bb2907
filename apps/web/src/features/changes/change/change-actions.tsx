"use client";

import { type ChangeSummary, isAppliedChange } from "@pragma/contract";
import { CircleStop, type LucideIcon, Play, RefreshCw, RotateCcw, Trash2, Undo2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { useOfferedActions } from "~/features/shell/palette/page-actions.ts";
import { useCan } from "~/features/shell/viewer.tsx";
import { loadPart } from "~/lib/load-part.ts";
import type { ChangeMutations } from "./use-change-mutations.ts";

/** Loaded when they are first opened. */
const RevertDialog = dynamic(() => loadPart(() => import("./revert-dialog.tsx")).then((file) => file.RevertDialog), {
  ssr: false,
});
const EndDialog = dynamic(() => loadPart(() => import("./end-dialog.tsx")).then((file) => file.EndDialog), {
  ssr: false,
});

/** Plans that nobody can apply any more. */
const OVER: readonly ChangeSummary["status"][] = ["stale", "expired", "discarded"];

/**
 * The viewer's actions on the change in its status.
 * @param failed keys of resources whose actions have failed by themselves
 * @param runsOn the change was stopped, and an action that ran then still does
 */
export function ChangeActions({
  change,
  failed,
  runsOn,
  mutations,
}: {
  change: ChangeSummary;
  failed: readonly string[];
  runsOn: boolean;
  mutations: ChangeMutations;
}) {
  const canPlan = useCan("changes:plan");
  const canWrite = useCan("resources:write");
  const [dialog, setDialog] = useState<"revert" | "again" | "end" | null>(null);
  const { status, counts, reverts, ended_at } = change;
  const close = (): void => setDialog(null);
  const open = (which: typeof dialog): void => {
    mutations.forget();
    setDialog(which);
  };
  const actions: (Action | false)[] = [
    status === "planned" && canPlan && { kind: "discard", label: "Discard", icon: Trash2, run: mutations.discard },
    status === "planned" &&
      canWrite && { kind: "apply", label: "Apply", icon: Play, run: mutations.apply, isRefused: counts.refuse > 0 },
    OVER.includes(status) &&
      canPlan &&
      reverts !== null && { kind: "again", label: "Plan again…", icon: RefreshCw, run: () => open("again") },
    status === "applying" &&
      canWrite &&
      (ended_at === null || runsOn) && {
        kind: "end",
        label: runsOn ? "Stop what runs…" : "Stop…",
        icon: CircleStop,
        run: () => open("end"),
      },
    failed.length > 0 &&
      canWrite && {
        kind: "retryAll",
        label:
          failed.length === 1 ? "Retry what failed" : `Retry the ${failed.length.toLocaleString("en")} that failed`,
        icon: RotateCcw,
        run: () => mutations.retryAll(failed),
      },
    isAppliedChange(status) && canPlan && { kind: "revert", label: "Revert…", icon: Undo2, run: () => open("revert") },
  ];
  const allowed = actions.filter((action) => action !== false);
  const isBusy = mutations.busy !== null;
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
          busy={mutations.busy === kind}
          disabled={isBusy || isRefused === true}
          onClick={run}
        >
          <Icon aria-hidden /> {label}
        </Button>
      ))}
      {dialog === "revert" ? <RevertDialog id={change.id} onClose={close} /> : null}
      {dialog === "again" && reverts !== null ? <RevertDialog id={reverts} onClose={close} /> : null}
      {dialog === "end" ? <EndDialog isStopped={runsOn} mutations={mutations} onClose={close} /> : null}
    </>
  );
}

interface Action {
  kind: NonNullable<ChangeMutations["busy"]> | "again" | "revert";
  label: string;
  icon: LucideIcon;
  run: () => void;
  /** It cannot be done as it is. */
  isRefused?: boolean;
}
