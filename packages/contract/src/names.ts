import {
  MAX_NAME_LENGTH,
  MAX_PROVIDER_LENGTH,
  MAX_TYPE_LENGTH,
  NAME_PATTERN,
  NAME_RULE,
  PROVIDER_PATTERN,
  PROVIDER_RULE,
  TYPE_PATTERN,
  TYPE_RULE,
} from "@pragma/language";
import { z } from "zod";

export {
  MAX_ID_LENGTH,
  PROVIDER_PATTERN,
  parseKey,
  type ResourceRef,
  resourceId,
  resourceKey,
} from "@pragma/language";

/** Names and identifiers: contract section 2. */

export const providerNameSchema = z
  .string()
  .max(MAX_PROVIDER_LENGTH, { abort: true, error: PROVIDER_RULE })
  .regex(PROVIDER_PATTERN, PROVIDER_RULE)
  .describe("Provider, such as `postgres`");

export const resourceTypeNameSchema = z
  .string()
  .max(MAX_TYPE_LENGTH, { abort: true })
  .regex(TYPE_PATTERN, TYPE_RULE)
  .describe("Type within the provider, such as `database`");

export const resourceNameSchema = z
  .string()
  .max(MAX_NAME_LENGTH, { abort: true, error: NAME_RULE })
  .regex(NAME_PATTERN, NAME_RULE)
  .describe("Name, unique within provider and type");

export const resourceRefSchema = z
  .object({ provider: providerNameSchema, resource: resourceTypeNameSchema, name: resourceNameSchema })
  .meta({ id: "ResourceRef", description: "The identity of a resource" });
