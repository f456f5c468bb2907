import { ConfigError } from "@pragma/sdk/provider";
import { z } from "zod";

const serverUrl = z.string().min(1);

/** Config fields that every type has. */
export const serverFields = {
  server_url: serverUrl.optional().meta({
    sensitive: true,
    description: "URL of the server, as of a connection. Left out: that of the connection",
  }),
  server_ca: z.string().min(1).optional().meta({
    description: "PEM certificate that the server's own must descend from. Left out: one that the system trusts",
  }),
  deletion_policy: z.enum(["delete", "retain"]).default("delete").meta({
    description: "retain: deleting the resource leaves the real object as it is",
  }),
  save: z.boolean().default(true).meta({
    description: "Write the server's ACL file after a change (ACL SAVE), so that it outlives a restart",
  }),
};

/** The config of a connection. */
export const connectionConfig = z.object({
  url: serverUrl.meta({
    sensitive: true,
    description:
      "URL of the server with an account that may manage users: redis://user:password@host:6379/0, or rediss://",
  }),
  server_ca: serverFields.server_ca,
});

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
    throw new ConfigError("It names no server: give config.server_url or, in its field connection, a redis/connection");
  }
  const { server_ca = connection.server_ca } = config;
  return { ...config, server_url: connection.url, server_ca };
}

/** Redis splits rules at blanks, and has no way to quote one. */
const word = z.string().regex(/^[^\s\0]+$/, "must not hold blanks");

export const userName = word.max(128);

export const password = z.string().min(1).max(512).meta({ sensitive: true, description: "The user's password" });

/** A pattern of keys or channels, with `*`, `?` and `[…]` as in KEYS. */
export const pattern = word.max(1024);

/** Rule that allows or denies commands: a command, one of its subcommands, or a category. */
export const commandRule = z
  .string()
  .regex(
    /^[+-](?:@[a-z0-9_-]+|[a-z0-9._-]+(?:\|[a-z0-9._-]+)?)$/i,
    "is + or -, then a command, command|subcommand or @category",
  );

/** Outputs of a user, of both types. */
export const userOutputs = {
  username: z.string(),
  password: z.string().meta({ sensitive: true }),
  host: z.string(),
  port: z.int(),
  url: z.string().meta({ sensitive: true, description: "Connection URL with the user's name and password" }),
  commands: z.string().meta({ description: "Commands it may run, as the server writes them" }),
};

/** Whether deleting the resource leaves the real thing alone; says so in its log. */
export function isRetained(
  ctx: { config: { deletion_policy: "delete" | "retain" }; log: { info(message: string): void } },
  what: string,
): boolean {
  const retained = ctx.config.deletion_policy === "retain";
  if (retained) ctx.log.info(`deletion_policy is retain: ${what} stays`);
  return retained;
}
