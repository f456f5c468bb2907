import type { ProviderStatus } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { fields } from "../output/table.ts";

const NOT_FILTERED =
  "not filtered: a worker cannot give providers a network namespace, so those that use the network reach whatever its machine reaches";

/** How a deployment stands, in words. */
export function statusFields(provider: string, deployment: ProviderStatus, style: Style): string {
  const { status, version, healthy, updated_at, error_message, network_filtered } = deployment;
  // An API of an earlier release does not say it.
  const boundaries = deployment.boundaries ?? [];
  return fields(
    [
      ["Provider", provider],
      ["Status", stateCell(status)],
      ["Version", version],
      ["Healthy", healthy ? "yes" : "no"],
      ["Updated", updated_at],
      ["Error", error_message],
      ["Sandbox", boundaries.map(({ boundary, workers }) => `${boundary} on ${count(workers)}`).join(", ") || null],
      ...(network_filtered === false ? [["Network", NOT_FILTERED] as const] : []),
    ],
    style,
  );
}

function count(workers: number): string {
  return workers === 1 ? "1 worker" : `${workers} workers`;
}
