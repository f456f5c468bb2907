"use client";

import { Plus } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan, useViewer } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import { ActivityPanel } from "./activity-panel.tsx";
import { AttentionPanel } from "./attention-panel.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { ProvidersPanel } from "./providers-panel.tsx";
import { QueuePanel } from "./queue-panel.tsx";
import { StateTiles } from "./state-tiles.tsx";
import { useLiveOverview } from "./use-live-overview.ts";

/**
 * The state of the organization at a glance.
 * @param example the command that applies the example
 */
export function OverviewPage({ firstStepsDismissed, example }: { firstStepsDismissed: boolean; example: string }) {
  const { organizationId } = useViewer();
  const canWrite = useCan("resources:write");
  useLiveOverview();
  return (
    <>
      <PageHeader
        title="Overview"
        description="Resources and their state"
        actions={
          canWrite ? (
            <Button asChild variant="primary">
              <Link href={newResourceHref()}>
                <Plus aria-hidden /> New resource
              </Link>
            </Button>
          ) : null
        }
      />
      <div className="flex flex-col gap-4">
        <FirstSteps key={organizationId} wereDismissed={firstStepsDismissed} example={example} />
        <AttentionPanel />
        <StateTiles />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-4">
            <HistoryPanel />
            <ActivityPanel />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <QueuePanel />
            <ProvidersPanel />
          </div>
        </div>
      </div>
    </>
  );
}
