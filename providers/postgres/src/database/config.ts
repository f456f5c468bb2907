import { z } from "zod";
import { type OnServer, serverFields } from "../fields.ts";
import { identifier } from "../sql/identifier.ts";

export const databaseConfig = z.object({
  ...serverFields,
  name: identifier.meta({ immutable: true, description: "Name of the database" }),
  owner: identifier.optional().meta({ description: "Role that owns it. Left out: the user that it connects as" }),
  owner_password: z.string().min(1).optional().meta({
    sensitive: true,
    description: "The owner's password, for the url among the outputs. It is not set on the role",
  }),
  connection_limit: z.int().min(-1).max(2_147_483_647).default(-1).meta({
    description: "How many connections it takes at a time; -1: as many as the server",
  }),
  template: identifier.optional().meta({ immutable: true, description: "Database to copy. Left out: template1" }),
  encoding: z.string().min(1).max(63).optional().meta({ immutable: true, description: "Character set, such as UTF8" }),
  locale: z.string().min(1).max(255).optional().meta({
    immutable: true,
    description: "LC_COLLATE and LC_CTYPE. Another one than the template's needs template: template0",
  }),
  force_disconnect: z.boolean().default(false).meta({
    description:
      "On delete, end the connections to it (DROP DATABASE … WITH (FORCE)) rather than fail while there are any",
  }),
});

export const databaseOutputs = z.object({
  name: z.string(),
  owner: z.string(),
  host: z.string(),
  port: z.int(),
  url: z.string().meta({
    sensitive: true,
    description: "Connection URL: with the owner's name and owner_password where given, never with the administrator's",
  }),
});

export type DatabaseConfig = OnServer<z.output<typeof databaseConfig>>;
export type DatabaseOutputs = z.input<typeof databaseOutputs>;
