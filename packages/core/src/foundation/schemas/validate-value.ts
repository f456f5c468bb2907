import type { ValidationIssue } from "@pragma/contract";
import type { KnownType } from "../types/resource-type.ts";
import type { ValidationRequest } from "./request.ts";
import type { SchemaValidator } from "./schema-validator.ts";

/**
 * Validates a value, with its envelopes opened, against a schema of a type. Untrusted schemas run on a thread with a
 * deadline, in the organization's turn; those of built-in types are part of the product and run here.
 * @throws DomainError busy if too many of the organization's validations are waiting, in a program with a limit
 */
export async function validateValue(
  validator: SchemaValidator,
  organizationId: string,
  type: KnownType,
  of: "config" | "outputs",
  request: Omit<ValidationRequest, "owner" | "schema" | "schemaId">,
): Promise<ValidationIssue[]> {
  const full: ValidationRequest =
    of === "config"
      ? { ...request, owner: organizationId, schema: type.schema, schemaId: type.schemaId }
      : { ...request, owner: organizationId, schema: type.outputsSchema, schemaId: type.outputsSchemaId };
  return type.builtIn ? validator.validateTrusted(full) : validator.validate(full);
}
