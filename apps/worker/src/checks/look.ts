import type { Json, JsonObject } from "@pragma/contract";
import type { Check, Found } from "@pragma/core/checks";
import { isObserved, readState } from "@pragma/core/reconcile";
import { collectSecrets } from "@pragma/core/secrets";
import { revealJson } from "@pragma/language";
import { repeatAlone } from "@pragma/runtime";
import type { EventRunner } from "../run-event.ts";

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
  const box = runner.core.services.keyring.box(organizationId);
  const config = JSON.parse(row.applied_config ?? "{}") as Json;
  const outputs = row.outputs === null ? null : (JSON.parse(row.outputs) as Json);
  const secrets = [config, outputs, connection].flatMap((value) => collectSecrets(value, box));
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  const request = {
    organizationId,
    artefact,
    type: row.resource,
    secrets: () => secrets,
    context: {
      id: row.id,
      name: row.name,
      config: reveal(config),
      previous_config: null,
      outputs: outputs === null ? null : reveal(outputs),
      state: readState(runner.core, organizationId, row),
      tags: row.tags,
      operation_id: row.id,
      attempt: 1,
      ...(isObserved(row) && { observed: true }),
      ...(connection !== null && { connection: reveal(connection) }),
    },
    deadlineMs,
    signal,
  };
  if (type.capabilities.includes("read")) {
    return repeatAlone((alone) => runner.supervisor.call({ ...request, alone, method: "read" }));
  }
  const seen = await repeatAlone((alone) => runner.supervisor.call({ ...request, alone, method: "observe" }));
  return seen && { outputs: seen };
}
