import type { ProviderStatus, ProviderSummary } from "@pragma/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { RelativeTime } from "~/components/ui/relative-time.tsx";
import { Notice, SkeletonRows } from "~/components/ui/states.tsx";
import { CallError } from "~/trpc/call-error.tsx";
import { DeploymentBadge, HealthBadge } from "./status-badges.tsx";

export interface DeploymentSectionProps {
  summary: ProviderSummary;
  deployment: UseQueryResult<ProviderStatus, unknown>;
}

/** The status of the last deployment, and the version in service. */
export function DeploymentSection({ summary, deployment }: DeploymentSectionProps) {
  if (summary.deployment_status === null) {
    return (
      <Section title="Deployment">
        <p className="px-4 py-3 text-ink-soft">No version is deployed yet: deploy one of the builds below.</p>
      </Section>
    );
  }
  return (
    <Section title="Deployment">
      {deployment.isPending ? <SkeletonRows rows={2} label="Loading the deployment" /> : null}
      {deployment.isError ? <CallError error={deployment.error} onRetry={() => void deployment.refetch()} /> : null}
      {deployment.data ? <Status serving={summary.current_version} status={deployment.data} /> : null}
    </Section>
  );
}

function Status({ serving, status }: { serving: string | null; status: ProviderStatus }) {
  return (
    <div className="flex flex-col gap-3 p-4">
      <dl aria-live="polite" className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Fact name="Status">
          <DeploymentBadge status={status.status} />
        </Fact>
        <Fact name="Health">
          <HealthBadge healthy={status.healthy} />
        </Fact>
        <Fact name="Version serving">
          <span className="break-all font-mono text-dense text-ink">{serving ?? "none"}</span>
        </Fact>
        <Fact name="Updated">
          <RelativeTime iso={status.updated_at} className="text-ink" />
        </Fact>
        {status.boundaries.map(({ boundary, workers }) => (
          <Fact key={boundary} name={workers === 1 ? "Sandbox of 1 worker" : `Sandbox of ${workers} workers`}>
            <span className="text-ink">{boundary}</span>
          </Fact>
        ))}
      </dl>
      {status.version !== serving ? (
        <p className="text-ink-soft">
          The deployment is of version <code className="font-mono text-dense">{status.version}</code>
          {serving === null ? "." : "; until it has started successfully, the version before it serves."}
        </p>
      ) : null}
      {status.network_filtered === false ? (
        <Notice tone="warning">
          The network is not filtered: a worker cannot give providers a network namespace, so those that use the network
          reach whatever its machine reaches.
        </Notice>
      ) : null}
      {status.error_message ? (
        <Notice tone="danger">
          <span className="whitespace-pre-wrap break-words">{status.error_message}</span>
        </Notice>
      ) : null}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1 text-dense text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
