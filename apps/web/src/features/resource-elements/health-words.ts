import type { Tone } from "~/components/ui/badge.tsx";

export const HEALTH_TONES: Record<"healthy" | "unhealthy" | "degraded", Tone> = {
  healthy: "success",
  degraded: "warning",
  unhealthy: "danger",
};
