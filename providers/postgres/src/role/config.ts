import { z } from "zod";
import { type OnServer, serverFields } from "../fields.ts";
import { identifier } from "../sql/identifier.ts";

export const roleConfig = z.object({
  ...serverFields,
  name: identifier.meta({ immutable: true, description: "Name of the role" }),
  password: z.string().min(1).optional().meta({
    sensitive: true,
    description: "Password to log in with. Left out: none, or the one it has; one that was declared before is removed",
  }),
  login: z.boolean().default(true).meta({ description: "Whether it may connect" }),
  createdb: z.boolean().default(false).meta({ description: "Whether it may create databases" }),
  createrole: z.boolean().default(false).meta({ description: "Whether it may create roles" }),
  inherit: z
    .boolean()
    .default(true)
    .meta({ description: "Whether it has the privileges of the roles it is member of" }),
  connection_limit: z.int().min(-1).max(2_147_483_647).default(-1).meta({
    description: "How many connections it may have at a time; -1: as many as it likes",
  }),
  valid_until: z.iso.datetime({ offset: true }).optional().meta({
    description: "When the password stops working (ISO 8601). Left out: never",
  }),
  member_of: z.array(identifier).optional().meta({
    description: "All the roles it is a member of. Left out: memberships are left alone",
  }),
});

export const roleOutputs = z.object({
  name: z.string(),
  password: z.string().optional().meta({ sensitive: true }),
  host: z.string(),
  port: z.int(),
});

export type RoleConfig = OnServer<z.output<typeof roleConfig>>;
export type RoleOutputs = z.input<typeof roleOutputs>;
