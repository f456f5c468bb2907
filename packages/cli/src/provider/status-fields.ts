import type { ProviderStatus } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { fields } from "../output/table.ts";

/** How a deployment stands, in words. */
export function statusFields(provider: string, deployment: ProviderStatus, style: Style): string {
  const { status, version, healthy, updated_at, error_message } = deployment;
  return fields(
    [
      ["Provider", provider],
      ["Status", stateCell(status)],
      ["Version", version],
      ["Healthy", healthy ? "yes" : "no"],
      ["Updated", updated_at],
      ["Error", error_message],
    ],
    style,
  );
}
