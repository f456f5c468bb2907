import type { Json } from "@pragma/contract";
import type { Check, Found } from "@pragma/core/checks";
import { isObserved } from "@pragma/core/reconcile";
import { repeatAlone } from "@pragma/runtime";
import type { EventRunner } from "../run-event.ts";
import { toldOfResource } from "../told-of-resource.ts";

/** No provider runs here that could look. */
export class NotRunningHere extends Error {}

/** Bounds of a look. */
export interface LookLimits {
  deadlineMs: number;
  signal: AbortSignal;
}

/**
 * Asks a provider what really is: `read` or, of a type without it, `observe`, with the config that last succeeded. Nothing is written,
 * whatever it answers: a state that it gives is not kept.
 * @throws ProviderCallError
 * @throws NotRunningHere
 */
export async function look(
  runner: EventRunner,
  { organizationId, row, type, connection }: Check,
  { deadlineMs, signal }: LookLimits,
): Promise<Found> {
  const artefact = await runner.providers.find(organizationId, row.provider, type.version);
  if (!artefact) throw new NotRunningHere(`The provider ${row.provider} is not running here`);
  const config = JSON.parse(row.applied_config ?? "{}") as Json;
  const { context, secrets } = toldOfResource(runner.core, {
    ...{ organizationId, row, config, connection },
    operationId: row.id,
  });
  const request = {
    organizationId,
    artefact,
    type: row.resource,
    secrets: () => secrets,
    context: { ...context, ...(isObserved(row) && { observed: true }) },
    deadlineMs,
    signal,
  };
  if (type.capabilities.includes("read")) {
    return repeatAlone((alone) => runner.supervisor.call({ ...request, alone, method: "read" }));
  }
  const seen = await repeatAlone((alone) => runner.supervisor.call({ ...request, alone, method: "observe" }));
  return seen && { outputs: seen };
}
