import type { Json, ValidationIssue } from "@pragma/contract";
import { MAX_SCHEMA_BYTES } from "@pragma/contract/provider-protocol-limits";
import {
  checkIJson,
  childSchemas,
  DIALECT,
  isSchema,
  isSchemaObject,
  type Schema,
  SchemaDocument,
  SchemaError,
  speaksDialect,
} from "@pragma/language";
import { unusable } from "./request.ts";

/**
 * Checks an untrusted schema without compiling it: its size, its dialect, and that its references stay inside it and
 * resolve.
 */
export function checkSchemaForm(schema: Json): ValidationIssue[] {
  if (!isSchema(schema)) return [unusable("it must be an object or a boolean")];
  const offence = checkIJson(schema);
  if (offence !== null) return [unusable(`it ${offence.msg}`, offence.loc)];
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES) {
    return [unusable(`it is larger than ${MAX_SCHEMA_BYTES / 1024} KiB`)];
  }
  if (!speaksDialect(schema)) return [unusable(`its $schema must be ${DIALECT}`, ["$schema"])];
  const document = new SchemaDocument(schema);
  return isSchemaObject(schema) ? checkReferences(schema, document) : [];
}

function checkReferences(root: Schema, document: SchemaDocument): ValidationIssue[] {
  const schemas = new Set<Schema>([root]);
  try {
    // Iterating a set also visits elements added during the loop.
    for (const schema of schemas) {
      if (!isSchemaObject(schema)) continue;
      if (schema !== root && schema.$id !== undefined) throw new SchemaError("$id is only allowed at the root");
      const target = document.refOf(schema);
      if (target !== undefined) schemas.add(target);
      for (const child of childSchemas(schema)) schemas.add(child);
    }
    return [];
  } catch (error) {
    if (error instanceof SchemaError) return [unusable(error.message)];
    throw error;
  }
}
