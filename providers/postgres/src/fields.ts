import { z } from "zod";
import { identifier } from "./sql/identifier.ts";

/** Config fields that every type has. */
export const serverFields = {
  server_url: z.string().min(1).meta({
    sensitive: true,
    description:
      "URL of the server with an account that may do the work: postgres://user:password@host:port/database. sslmode is honoured",
  }),
  server_ca: z.string().optional().meta({
    description: "PEM certificate that the server's own must descend from. Without sslmode it means verify-full",
  }),
  deletion_policy: z.enum(["delete", "retain"]).default("delete").meta({
    description: "retain: deleting the resource leaves the real object as it is",
  }),
};

/** The field of everything that lives inside a database. */
export const inDatabase = identifier.meta({ immutable: true, description: "Name of the database it is in" });

/** Whether deleting the resource leaves the real thing alone; says so in its log. */
export function isRetained(
  ctx: { config: { deletion_policy: "delete" | "retain" }; log: { info(message: string): void } },
  what: string,
): boolean {
  const retained = ctx.config.deletion_policy === "retain";
  if (retained) ctx.log.info(`deletion_policy is retain: ${what} stays`);
  return retained;
}
