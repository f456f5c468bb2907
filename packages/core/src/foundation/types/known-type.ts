import { createHash } from "node:crypto";
import type { JsonObject } from "@pragma/contract";
import type { ProviderTypeRow } from "@pragma/db/queries";
import { annotate } from "@pragma/language";
import type { KnownType } from "./resource-type.ts";

/** A stored type, ready for use. */
export function knownType(row: ProviderTypeRow): KnownType {
  const schema = JSON.parse(row.schema) as JsonObject;
  const outputsSchema = JSON.parse(row.outputs_schema) as JsonObject;
  return {
    provider: row.provider,
    resource: row.resource,
    version: row.version,
    schema,
    schemaId: schemaIdOf(row.schema),
    outputsSchema,
    outputsSchemaId: schemaIdOf(row.outputs_schema),
    annotations: annotate(schema),
    outputAnnotations: annotate(outputsSchema),
    description: row.description,
    tags: row.tags,
    capabilities: row.capabilities,
    real: row.real,
    driftEvery: row.drift_every,
    stringReferences: true,
    builtIn: false,
    leaving: row.leaving,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Identifies exactly this schema to the validator. */
export function schemaIdOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
