import type { Tone } from "~/components/ui/badge.tsx";

export const HEALTH_TONES: Record<"healthy" | "unhealthy" | "degraded", Tone> = {
  healthy: "success",
  degraded: "warning",
  unhealthy: "danger",
};

/** Why a provider did not tell the health of an object. @param code of the error */
export function healthProblem(code: string | undefined, message: string): string {
  if (code === "provider_timeout") return `The provider did not answer in time. ${message}`;
  if (code === "provider_failed") return `The provider could not check it. ${message}`;
  return message;
}
