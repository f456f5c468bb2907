import { z } from "zod";
import { inDatabase, type OnServer, serverFields } from "../fields.ts";
import { identifier } from "../sql/identifier.ts";

export const schemaConfig = z.object({
  ...serverFields,
  database: inDatabase,
  name: identifier.meta({ immutable: true, description: "Name of the schema" }),
  owner: identifier.optional().meta({ description: "Role that owns it. Left out: the user that it connects as" }),
  drop_cascade: z.boolean().default(false).meta({
    description: "On delete, drop all that is in it as well (CASCADE) rather than fail while it is not empty",
  }),
});

export const schemaOutputs = z.object({ name: z.string(), database: z.string(), owner: z.string() });

export type SchemaConfig = OnServer<z.output<typeof schemaConfig>>;
export type SchemaOutputs = z.input<typeof schemaOutputs>;
