import type { ResourceHealth } from "@pragma/sdk";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { fields } from "../output/table.ts";

/** A report on the real object, a line each. */
export function healthFields(health: ResourceHealth, style: Style): string {
  const details = Object.entries(health.details ?? {}).map(([name, value]) => {
    return [name, typeof value === "string" ? value : JSON.stringify(value)] as const;
  });
  return fields([["Status", stateCell(health.status)], ["Message", health.message], ...details], style);
}
