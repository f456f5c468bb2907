import type { JsonObject } from "@pragma/contract";
import { annotate } from "@pragma/language";
import type { KnownType } from "./resource-type.ts";

/** The provider of the types that are always there. */
export const PLATFORM_PROVIDER = "pragma";

/** When the built-in types got their present form. */
const DEFINED_AT = "2026-11-01T00:00:00.000Z";

function builtIn(
  resource: string,
  description: string,
  schema: JsonObject,
  outputsSchema: JsonObject,
  stringReferences = true,
): KnownType {
  return {
    provider: PLATFORM_PROVIDER,
    resource,
    version: "1",
    schema,
    schemaId: `pragma/${resource}`,
    outputsSchema,
    outputsSchemaId: `pragma/${resource}/outputs`,
    annotations: annotate(schema),
    outputAnnotations: annotate(outputsSchema),
    description,
    tags: [],
    capabilities: [],
    stringReferences,
    builtIn: true,
    leaving: false,
    createdAt: DEFINED_AT,
    updatedAt: DEFINED_AT,
  };
}

const secret = builtIn(
  "secret",
  "Texts to be kept secret. Each key of data is an output.",
  {
    type: "object",
    properties: {
      data: {
        type: "object",
        description: "The secret texts by key",
        propertyNames: { not: { const: "keys" } },
        additionalProperties: { type: "string", sensitive: true },
      },
    },
    required: ["data"],
    additionalProperties: false,
  },
  {
    type: "object",
    properties: { keys: { type: "array", items: { type: "string" }, description: "The names of the keys" } },
    required: ["keys"],
    additionalProperties: { type: "string", sensitive: true },
  },
  false,
);

const config = builtIn(
  "config",
  "Shared settings and composed values. Each key of data is an output.",
  {
    type: "object",
    properties: { data: { type: "object", description: "Any JSON by key; references are resolved" } },
    required: ["data"],
    additionalProperties: false,
  },
  { type: "object" },
);

const file = builtIn(
  "file",
  "A file to download, from uploaded bytes or from content.",
  {
    type: "object",
    properties: {
      content_type: {
        type: "string",
        minLength: 1,
        maxLength: 255,
        // What a header of an answer can carry.
        pattern: "^[ -~]*$",
        description: "MIME type, such as text/plain",
      },
      content: { type: "string", description: "The text of the file; leave it out to upload bytes instead" },
    },
    required: ["content_type"],
    additionalProperties: false,
  },
  {
    type: "object",
    properties: {
      url: { type: "string", description: "Download address, for a token that may read resources" },
      public_url: { type: "string", description: "Signed download address, for anyone, until it expires" },
      size: { type: "integer", description: "Bytes" },
      content_type: { type: "string" },
      checksum: { type: "string", description: "sha256:…" },
      uploaded_at: { type: "string", format: "date-time" },
    },
    required: ["url", "public_url", "size", "content_type", "checksum", "uploaded_at"],
    additionalProperties: false,
  },
);

/** The types of the provider `pragma`, in the order of their names. */
export const BUILT_IN_TYPES: readonly KnownType[] = [config, file, secret];

/** Whether `${…}` in configs of a type are references: only a built-in one can have it otherwise. */
export function hasStringReferences(provider: string, resource: string): boolean {
  const builtIn = BUILT_IN_TYPES.find((type) => type.provider === provider && type.resource === resource);
  return builtIn?.stringReferences ?? true;
}
