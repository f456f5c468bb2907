import type { BuildStatus, DeploymentStatus } from "@pragma/contract";
import { Badge, type Tone } from "~/components/ui/badge.tsx";

const DEPLOYMENT: Record<DeploymentStatus, Tone> = {
  pending: "warning",
  progressing: "info",
  available: "success",
  failed: "danger",
};

const BUILD: Record<BuildStatus, Tone> = { pending: "warning", building: "info", success: "success", failed: "danger" };

/** @param status null before the first deployment */
export function DeploymentBadge({ status }: { status: DeploymentStatus | null }) {
  if (status === null) return <Badge>not deployed</Badge>;
  return <Badge tone={DEPLOYMENT[status]}>{status}</Badge>;
}

export function BuildBadge({ status }: { status: BuildStatus }) {
  return <Badge tone={BUILD[status]}>{status}</Badge>;
}

export function HealthBadge({ healthy }: { healthy: boolean }) {
  return <Badge tone={healthy ? "success" : "danger"}>{healthy ? "healthy" : "not healthy"}</Badge>;
}
