import { ConfigError, type Health, type SearchContext } from "@pragma/sdk/provider";
import { z } from "zod";
import type { Call } from "./client/send.ts";

/** The config of a connection. */
export const connectionConfig = z.object({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(1024)
    .meta({
      description: "URL of the server: https://s3.eu-central-1.amazonaws.com, http://127.0.0.1:9000",
    }),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "has lower-case letters, digits and hyphens")
    .default("us-east-1")
    .meta({ description: "Region that requests are signed for, and that buckets are made in" }),
  access_key: z
    .string()
    .regex(/^[\w.+/=@-]{1,256}$/, "must not hold blanks")
    .meta({
      description: "Id of the key, such as AKIA…",
    }),
  secret_key: z.string().min(1).max(1024).meta({ sensitive: true, description: "The key itself" }),
  path_style: z.boolean().default(true).meta({
    description:
      "Buckets are parts of paths, as every server understands; false: of host names, as some servers demand",
  }),
  server_ca: z.string().min(1).max(65_536).optional().meta({
    description: "PEM certificate that the server's own must descend from. Left out: one that the system trusts",
  }),
});

/** A server, and the account that does the work there. */
export type Server = z.output<typeof connectionConfig>;

/** A config whose server is known. */
export type OnServer<Config> = Config & { server: Server };

/** Puts the connection's server into a config. @throws ConfigError if there is none */
export function withServer<Config extends object>(config: Config, connection: Server | null): OnServer<Config> {
  if (connection === null) throw new ConfigError("It names no server: give, in its field connection, an s3/connection");
  return { ...config, server: connection };
}

/** Whom a handler asks, and until when. */
export function callOf({ config, signal }: { config: { server: Server }; signal: AbortSignal }): Call {
  return { server: config.server, signal };
}

/** The same where there is no resource yet. */
export function searchOf({ config, signal }: SearchContext<{ server: Server }>): Call {
  const { server = null } = config;
  return callOf({ config: withServer({}, server), signal });
}

/** The bucket that an identity names. @throws ConfigError if it cannot be one */
export function bucketOfIdentity(identity: string): string {
  const { success, data } = bucketName.safeParse(identity);
  if (!success) throw new ConfigError(`${JSON.stringify(identity)} is no name of a bucket`);
  return data;
}

/** What `ask` says of a thing's health; where it cannot, why not. */
export async function healthOr({ signal }: { signal: AbortSignal }, ask: () => Promise<Health>): Promise<Health> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    return { status: "unhealthy", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Names of buckets, by the rules of Amazon S3 for new ones. */
export const bucketName = z
  .string()
  .regex(
    /^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*[a-z0-9]$/,
    "has 3 to 63 lower-case letters, digits, hyphens and dots, and begins and ends with a letter or digit",
  )
  .refine((name) => !/^\d+\.\d+\.\d+\.\d+$/.test(name), "must not look like an IP address");

/** Tags, bounded as Amazon S3 does. */
export const tagMap = (max: number) =>
  z
    .record(z.string().min(1).max(128), z.string().max(256))
    .refine((all) => Object.keys(all).length <= max, `has at most ${max} tags`)
    .default({});

/** Labels of a bucket or an object. */
export const tags = (max: number) => tagMap(max).meta({ description: "Labels, each with a value" });

export const deletionPolicy = z.enum(["delete", "retain"]).default("delete").meta({
  description: "retain: deleting the resource leaves the real thing as it is",
});

/** Whether deleting the resource leaves the real thing alone; says so in its log. */
export function isRetained(
  ctx: { config: { deletion_policy: "delete" | "retain" }; log: { info(message: string): void } },
  what: string,
): boolean {
  const retained = ctx.config.deletion_policy === "retain";
  if (retained) ctx.log.info(`deletion_policy is retain: ${what} stays`);
  return retained;
}
