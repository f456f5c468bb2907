import { MAX_IDENTITY_LENGTH, whyNotIdentity } from "@pragma/language";
import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { CONNECTION_TYPE } from "./connection.ts";
import { driftStatusSchema } from "./drift-schema.ts";
import { repeatableParam, textOnWire, textParam } from "./endpoints/parameters.ts";
import { errorKindSchema } from "./error-kind.ts";
import { givenHandlingSchema, shownHandlingSchema } from "./handling-schema.ts";
import { jsonObjectSchema } from "./json-object.ts";
import { lifecycleStateSchema, requestableStateSchema } from "./lifecycle-schema.ts";
import {
  MAX_ID_LENGTH,
  parseKey,
  providerNameSchema,
  resourceNameSchema,
  resourceRefSchema,
  resourceTypeNameSchema,
} from "./names.ts";
import type { FieldName, FieldValue, GivenField, GivenValue, KeptField } from "./resource-field-kinds.ts";
import { setNameSchema } from "./set.ts";
import { MAX_TAG_LENGTH } from "./tag-length.ts";
import { timestampSchema } from "./timestamp.ts";

export * from "./tag-length.ts";

/** A longer tag could not be indexed. */
export const MAX_TAGS = 256;
const MAX_REFERENCES = 1000;

/** A list parameter, and how it selects. */
interface FilterDefinition {
  schema: z.ZodType;
  /** `equals`: the field equals the value. `contains`: the field has all of the values. */
  matches: "equals" | "contains";
}

/** The definition of a field for each side. All code that handles resources field by field is derived from it. */
interface FieldDefinition<Value = unknown, Given = unknown> {
  /** Schema in answers. */
  shown?: z.ZodType<Value>;
  /** Schema in an apply. A field that is only shown is the system's: an apply may send it back, and it is ignored. */
  given?: z.ZodType<Given | undefined>;
  /** Value that null sets for a kept field. An apply that omits the field keeps it. */
  cleared?: unknown;
  /** Selects resources in lists. */
  filter?: FilterDefinition;
}

/** Properties that a field has to define, given its role. */
type DefinitionOf<Field extends FieldName> = FieldDefinition<FieldValue<Field> | null, GivenValue<Field> | null> &
  (Field extends GivenField ? { given: z.ZodType } : { shown: z.ZodType; given?: never }) &
  (Field extends KeptField ? { shown: z.ZodType; cleared: unknown } : { cleared?: never });

const ref = z.array(resourceRefSchema);
const dependsOn = z
  .string()
  .max(MAX_ID_LENGTH, { abort: true })
  .refine((key) => parseKey(key) !== null, "must be provider/resource/name")
  .describe("`provider/resource/name`");

const CONNECTION_RULE = "must be provider/connection/name";

/** The name of a connection of the same provider, or any connection by its key or as a reference. */
export const givenConnection = z.union([
  resourceNameSchema,
  z
    .string()
    .max(MAX_ID_LENGTH, { abort: true })
    .refine((key) => parseKey(key)?.resource === CONNECTION_TYPE, CONNECTION_RULE)
    .describe("`provider/connection/name`"),
  resourceRefSchema.refine(({ resource }) => resource === CONNECTION_TYPE, {
    path: ["resource"],
    error: `must be ${CONNECTION_TYPE}`,
  }),
]);

/** The text by which a provider knows a real thing, as a client gives it. */
export const thingIdentitySchema = z
  .string()
  .max(MAX_IDENTITY_LENGTH, { abort: true })
  .superRefine((text, context) => {
    const problem = whyNotIdentity(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  })
  .meta({ wire: { type: "string", minLength: 1, maxLength: MAX_IDENTITY_LENGTH } });

/** Whatever an apply takes as a tag: all but NUL, which the database stores nowhere. */
const tagParam = z
  .string()
  .min(1)
  .max(MAX_TAG_LENGTH)
  .regex(/^[^\0]*$/, "must not contain NUL")
  .meta({ wire: textOnWire(MAX_TAG_LENGTH) });

/**
 * The fields of a resource for the API: contract section 3. Schemas, presenter, patch, history and list filters are derived from
 * this table, or fail to compile if one is missing.
 */
export const RESOURCE_FIELDS = {
  id: { shown: z.string().describe("`resource:{provider}_{resource}_{name}`") },
  provider: {
    shown: providerNameSchema,
    given: providerNameSchema,
    filter: {
      schema: textParam(63).optional().describe("Only of this provider, such as `postgres`"),
      matches: "equals",
    },
  },
  resource: {
    shown: resourceTypeNameSchema,
    given: resourceTypeNameSchema,
    filter: { schema: textParam(128).optional().describe("Only of this type, such as `database`"), matches: "equals" },
  },
  name: { shown: resourceNameSchema, given: resourceNameSchema },
  config: {
    shown: jsonObjectSchema.describe("Desired settings, references kept as written"),
    given: jsonObjectSchema.describe("Desired settings, replaced whole"),
  },
  resolved_config: {
    shown: jsonObjectSchema
      .nullable()
      .describe("config with references replaced; null until the dependencies are ready"),
  },
  connection: {
    shown: resourceRefSchema.nullable().describe("How its provider reaches the server that it is on; null for none"),
    given: givenConnection
      .nullish()
      .describe(
        "The connection it uses, by name or as a reference; null for none. Left out, it stays; on create it is `default`, if that exists",
      ),
    filter: {
      schema: z
        .string()
        .max(MAX_ID_LENGTH, { abort: true })
        .refine((key) => parseKey(key)?.resource === CONNECTION_TYPE, CONNECTION_RULE)
        .optional()
        .describe("Only those that use this connection, such as `postgres/connection/main`"),
      matches: "equals",
    },
  },
  adopt: {
    given: thingIdentitySchema
      .nullish()
      .describe(
        "The identity of an existing thing to take over instead of making one; kept until it is provisioned, or null. Later it may only be the same",
      ),
  },
  dependencies: {
    shown: ref.describe("Explicit ones, and those found in references"),
    given: ref.max(MAX_REFERENCES).nullish().describe("Explicit dependencies"),
  },
  depends_on: {
    given: z.array(dependsOn).max(MAX_REFERENCES).nullish().describe("Explicit dependencies as friendly ids"),
  },
  owner_references: {
    shown: ref.describe("It is deleted when its last owner is deleted"),
    given: ref.max(MAX_REFERENCES).nullish().describe("Its owners: it is deleted when its last owner is deleted"),
    cleared: [],
  },
  outputs: { shown: jsonObjectSchema.describe("Values that others may reference") },
  error: { shown: z.string().nullable().describe("Why it failed, or the last failed attempt") },
  error_kind: { shown: errorKindSchema },
  lifecycle_state: {
    shown: lifecycleStateSchema,
    given: requestableStateSchema.optional(),
    filter: { schema: lifecycleStateSchema.optional().describe("Only those in this state"), matches: "equals" },
  },
  conditions: { shown: z.array(conditionSchema) },
  generation: { shown: z.int().describe("Wanted revision of config") },
  observed_generation: { shown: z.int().describe("Last settled revision of config") },
  pending_event_id: { shown: z.string().nullable().describe("The event whose result is awaited") },
  provisioned: { shown: z.boolean().describe("It was created at least once") },
  drift: {
    shown: driftStatusSchema.describe("What the last check of the real thing found; unknown where nothing can tell"),
    filter: { schema: driftStatusSchema.optional().describe("Only those that were found so"), matches: "equals" },
  },
  identity: {
    shown: z
      .string()
      .nullable()
      .describe("What `adopt` would take for the real thing; before it is provisioned, what is to be taken over"),
  },
  deletion_protected: {
    shown: z.boolean().describe("Delete answers 409 while true"),
    given: z.boolean().nullish().describe("Refuse to delete it"),
    cleared: false,
  },
  handling: {
    shown: shownHandlingSchema.nullable().describe("How it and the real thing are kept together; null for the default"),
    given: givenHandlingSchema
      .nullish()
      .describe("How it and the real thing are kept together, replaced whole. Left out, it stays; null is the default"),
    cleared: null,
  },
  tags: {
    shown: z.array(z.string()).nullable(),
    given: z.array(z.string().min(1).max(MAX_TAG_LENGTH)).max(MAX_TAGS).nullish().describe("Words to find it by"),
    cleared: null,
    filter: {
      schema: repeatableParam(tagParam, textOnWire(MAX_TAG_LENGTH))
        .optional()
        .describe("Only those that have all of these tags"),
      matches: "contains",
    },
  },
  set: {
    shown: z.string().nullable().describe("The set that it is a member of"),
    filter: { schema: setNameSchema.optional().describe("Only members of this set"), matches: "equals" },
  },
  change_id: { shown: z.string().nullable().describe("The last change that touched it") },
  created_at: { shown: timestampSchema },
  updated_at: { shown: timestampSchema },
} as const satisfies { [Field in FieldName]: DefinitionOf<Field> };

type Fields = typeof RESOURCE_FIELDS;

/** Names of the fields that define a part. */
type FieldWith<Part extends keyof FieldDefinition> = {
  [Field in keyof Fields]: Part extends keyof Fields[Field] ? Field : never;
}[keyof Fields];

export type ShownField = FieldWith<"shown">;
export type FilterField = FieldWith<"filter">;

/** The zod shape of one side of the table. */
export type FieldShape<Part extends "shown" | "given"> = {
  [Field in FieldWith<Part>]: Fields[Field] extends { [part in Part]: infer Schema } ? Schema : never;
};
type FilterShape = { [Field in FilterField]: Fields[Field]["filter"]["schema"] };

const entries = Object.entries(RESOURCE_FIELDS) as [string, FieldDefinition][];

/** Names of the fields that define a part, in table order. */
function namesWith<Part extends keyof FieldDefinition>(part: Part): readonly FieldWith<Part>[] {
  return entries.filter(([, definition]) => part in definition).map(([name]) => name as FieldWith<Part>);
}

export const SHOWN_FIELDS = namesWith("shown");
export const GIVEN_FIELDS = namesWith("given");
export const FILTER_FIELDS = namesWith("filter");
export const KEPT_FIELDS = namesWith("cleared");

function shapeOf(pick: (definition: FieldDefinition) => z.ZodType | undefined): Record<string, z.ZodType> {
  return Object.fromEntries(
    entries.flatMap(([name, definition]) => {
      const schema = pick(definition);
      return schema ? [[name, schema]] : [];
    }),
  );
}

export const shownShape = shapeOf(({ shown }) => shown) as FieldShape<"shown">;
export const givenShape = shapeOf(({ given }) => given) as FieldShape<"given">;

/** The parameters that select resources in lists. */
export const resourceFilterSchema = z.object({
  ...(shapeOf(({ filter }) => filter?.schema) as FilterShape),
  q: textParam(256).optional().describe("Only those with this text in their name, type or provider"),
});
export type ResourceFilter = z.infer<typeof resourceFilterSchema>;
