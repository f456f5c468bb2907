import { MAX_TYPE_LENGTH, NAME_PATTERN, PROVIDER_PATTERN, TYPE_PATTERN } from "@pragma/language";
import { z } from "zod";

export {
  MAX_ID_LENGTH,
  parseKey,
  type ResourceRef,
  resourceId,
  resourceKey,
} from "@pragma/language";

/** Names and identifiers: contract section 2. */

export const providerNameSchema = z
  .string()
  .regex(PROVIDER_PATTERN, "must be 1 to 63 of a-z, 0-9 and -, not starting with -")
  .describe("Provider, such as `postgres`");

export const resourceTypeNameSchema = z
  .string()
  .max(MAX_TYPE_LENGTH)
  .regex(TYPE_PATTERN, "must be lower-case words joined by -, _ or /")
  .describe("Type within the provider, such as `database`");

export const resourceNameSchema = z
  .string()
  .regex(NAME_PATTERN, "must be 1 to 253 of A-Z, a-z, 0-9, ., _ and -, starting with a letter or digit")
  .describe("Name, unique within provider and type");

export const resourceRefSchema = z
  .object({ provider: providerNameSchema, resource: resourceTypeNameSchema, name: resourceNameSchema })
  .meta({ id: "ResourceRef", description: "The identity of a resource" });
