import type { Sandbox } from "@pragma/runtime";

/**
 * Metrics are of the whole installation: no provider reads them.
 * @throws Error if providers could reach the port, and nothing would be asked of them there
 */
export function keepFromProviders(metrics: { token: string | undefined } | undefined, sandbox: Sandbox): void {
  if (!metrics || metrics.token !== undefined || sandbox.filtersNetwork) return;
  throw new Error(
    "Metrics need a token here, since the network of providers is not filtered and they could read them: set PRAGMA_METRICS_TOKEN, or leave PRAGMA_WORKER_METRICS_PORT out",
  );
}
