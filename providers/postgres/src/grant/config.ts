import { z } from "zod";
import { inDatabase, type OnServer, serverFields } from "../fields.ts";
import { identifier } from "../sql/identifier.ts";
import { OBJECT_TYPES, PRIVILEGE_NAMES, unfitting } from "./privileges.ts";

export const grantConfig = z
  .object({
    ...serverFields,
    database: inDatabase,
    role: identifier.meta({ immutable: true, description: "Role that gets the privileges; public: everybody" }),
    object_type: z.enum(OBJECT_TYPES).meta({
      immutable: true,
      description: "What they are for: the database itself, a schema, or tables (views included) or sequences in one",
    }),
    schema: identifier.optional().meta({ immutable: true, description: "The schema, unless it is for the database" }),
    objects: z.array(identifier).min(1).optional().meta({
      description: "Names of the tables or sequences. Left out: all that are in the schema when the grant is applied",
    }),
    privileges: z.array(z.enum(PRIVILEGE_NAMES)).min(1).meta({ description: "ALL, or names such as SELECT" }),
    with_grant_option: z.boolean().default(false).meta({ description: "Whether the role may pass them on" }),
    future_objects_of: identifier.optional().meta({
      description: "Role whose tables or sequences, made later in the schema, get the same privileges by themselves",
    }),
  })
  .check((ctx) => {
    const { object_type, schema, objects, privileges, future_objects_of } = ctx.value;
    const refuse = (field: string, message: string) =>
      ctx.issues.push({ code: "custom", input: ctx.value, path: [field], message });
    const inSchema = object_type === "table" || object_type === "sequence";
    if (object_type === "database" && schema !== undefined) refuse("schema", "is not for a grant on a database");
    if (object_type !== "database" && schema === undefined)
      refuse("schema", `is needed for a grant on a ${object_type}`);
    if (!inSchema && objects !== undefined) refuse("objects", `is not for a grant on a ${object_type}`);
    if (!inSchema && future_objects_of !== undefined) {
      refuse("future_objects_of", `is not for a grant on a ${object_type}`);
    }
    const wrong = unfitting(object_type, privileges);
    if (wrong.length > 0) refuse("privileges", `${wrong.join(", ")} cannot be granted on a ${object_type}`);
  });

export const grantOutputs = z.object({
  role: z.string(),
  database: z.string(),
  object_type: z.enum(OBJECT_TYPES),
  schema: z.string().optional(),
  privileges: z.array(z.string()),
});

export type GrantConfig = OnServer<z.output<typeof grantConfig>>;
export type GrantOutputs = z.input<typeof grantOutputs>;
