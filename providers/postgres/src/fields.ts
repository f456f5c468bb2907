import { ConfigError } from "@pragma/sdk/provider";
import { z } from "zod";
import { identifier } from "./sql/identifier.ts";

const serverUrl = z.string().min(1).meta({
  sensitive: true,
  description:
    "URL of the server with an account that may do the work: postgres://user:password@host:port/database. sslmode is honoured",
});

/** Config fields that every type has. */
export const serverFields = {
  server_url: serverUrl.optional().meta({
    sensitive: true,
    description: "URL of the server, as of a connection. Left out: that of the connection",
  }),
  server_ca: z.string().optional().meta({
    description: "PEM certificate that the server's own must descend from. Without sslmode it means verify-full",
  }),
  deletion_policy: z.enum(["delete", "retain"]).default("delete").meta({
    description: "retain: deleting the resource leaves the real object as it is",
  }),
};

/** The config of a connection. */
export const connectionConfig = z.object({ server_url: serverUrl, server_ca: serverFields.server_ca });

type ServerFields = { server_url?: string | undefined; server_ca?: string | undefined };

/** A config whose server is known. */
export type OnServer<Config extends ServerFields> = Omit<Config, "server_url"> & { server_url: string };

/** Puts the connection's server into a config that names none: one that it names has nothing of the connection. */
export function completeServer<Config extends ServerFields>(
  config: Config,
  connection: z.output<typeof connectionConfig> | null,
): OnServer<Config> {
  const { server_url } = config;
  if (server_url !== undefined) return { ...config, server_url };
  if (connection === null) {
    throw new ConfigError(
      "It names no server: give config.server_url or, in its field connection, a postgres/connection",
    );
  }
  const { server_ca = connection.server_ca } = config;
  return { ...config, server_url: connection.server_url, server_ca };
}

/** The server of a search, whose config `completeServer` has completed. */
export function serverOf({ server_url, server_ca }: ServerFields): {
  server_url: string;
  server_ca: string | undefined;
} {
  if (server_url === undefined) throw new TypeError("the config of a search is completed first");
  return { server_url, server_ca };
}

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
