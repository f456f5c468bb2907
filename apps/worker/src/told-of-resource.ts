import type { Json, JsonObject } from "@pragma/contract";
import type { ProviderCallContext } from "@pragma/contract/provider-protocol";
import type { Core } from "@pragma/core";
import { readState } from "@pragma/core/reconcile";
import { collectSecrets } from "@pragma/core/secrets";
import type { ResourceRow } from "@pragma/db/queries";
import { revealJson } from "@pragma/language";

/** A resource that a provider is asked about, outside of its events. */
export interface AskedResource {
  organizationId: string;
  /** Null if it is about things without a resource. */
  row: Pick<ResourceRow, "id" | "name" | "outputs" | "state" | "tags"> | null;
  /** The config that it is asked about, sealed. */
  config: Json;
  /** The config of its connection, sealed; null if it uses none. */
  connection: Json | null;
  operationId: string;
}

const NO_RESOURCE = { id: "", name: "", outputs: null, state: null, tags: [] };

/**
 * What a provider is told when it is asked about a resource, and the sensitive texts in it, which may not remain in what it says.
 * @throws DecryptionError
 */
export function toldOfResource(
  core: Core,
  { organizationId, row, config, connection, operationId }: AskedResource,
): { context: ProviderCallContext; secrets: readonly string[] } {
  const box = core.services.keyring.box(organizationId);
  const { id, name, tags, ...known } = row ?? NO_RESOURCE;
  const outputs = known.outputs === null ? null : (JSON.parse(known.outputs) as Json);
  const reveal = (value: Json): JsonObject => revealJson(value, box) as JsonObject;
  return {
    secrets: [config, outputs, connection].flatMap((value) => collectSecrets(value, box)),
    context: {
      id,
      name,
      config: reveal(config),
      previous_config: null,
      outputs: outputs === null ? null : reveal(outputs),
      state: readState(core, organizationId, known),
      tags,
      operation_id: operationId,
      attempt: 1,
      ...(connection !== null && { connection: reveal(connection) }),
    },
  };
}
