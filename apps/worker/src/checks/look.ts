import type { Json } from "@pragma/contract";
import type { Check, Found } from "@pragma/core/checks";
import { isObserved } from "@pragma/core/reconcile";
import { type ProviderCall, ProviderCallError, repeatAlone } from "@pragma/runtime";
import type { EventRunner } from "../run-event.ts";
import { toldOfResource } from "../told-of-resource.ts";

/** No provider runs here that could look. */
export class NotRunningHere extends Error {}

/** Bounds of a look. */
export interface LookLimits {
  deadlineMs: number;
  signal: AbortSignal;
}

/** What was found, and what names it if that was not known. */
export interface Looked {
  found: Found;
  identity?: string | undefined;
}

/**
 * Asks a provider what really is: `read` or, of a type without it, `observe`, with the config that last succeeded. Nothing is written,
 * whatever it answers: a state that it gives is not kept. Of a resource that was made before its type told what names it, that is asked,
 * too.
 * @throws ProviderCallError
 * @throws NotRunningHere
 */
export async function look(
  runner: EventRunner,
  { organizationId, row, type, connection }: Check,
  { deadlineMs, signal }: LookLimits,
): Promise<Looked> {
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
  const found = await find(runner, type, request);
  if (found === null || row.identity !== null || !type.capabilities.includes("identity")) return { found };
  const named = { ...request, context: { ...request.context, outputs: found.outputs } };
  const identity = await repeatAlone((alone) => runner.supervisor.call({ ...named, alone, method: "identity" })).catch(
    unlessCancelled,
  );
  return { found, identity: identity ?? undefined };
}

async function find(
  { supervisor }: EventRunner,
  { capabilities }: Check["type"],
  request: Omit<ProviderCall, "method">,
): Promise<Found> {
  if (capabilities.includes("read"))
    return repeatAlone((alone) => supervisor.call({ ...request, alone, method: "read" }));
  const seen = await repeatAlone((alone) => supervisor.call({ ...request, alone, method: "observe" }));
  return seen && { outputs: seen };
}

/** A failure to name a thing says nothing of what it is like. */
function unlessCancelled(error: unknown): null {
  if (error instanceof ProviderCallError && error.kind !== "cancelled") return null;
  throw error;
}
