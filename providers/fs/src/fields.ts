import { ConfigError } from "@pragma/sdk/provider";
import { z } from "zod";

const root = z.string().min(1).max(4096);

/** The config of a connection. */
export const connectionConfig = z.object({
  root: root.meta({
    description: "Folder that holds everything: an absolute path, which has to exist. Nothing outside of it is touched",
  }),
});

/** Where something is. It cannot move: what was at the old place would stay. */
export const placeFields = {
  root: root.optional().meta({
    immutable: true,
    description: "Folder that holds everything, as of a connection. Left out: that of the connection",
  }),
  path: z.string().min(1).max(4096).meta({
    immutable: true,
    description: "Where it is below root, such as etc/app.conf. Missing folders on the way are made",
  }),
};

/** A config whose root is known. */
export type BelowRoot<Config extends { root?: string | undefined }> = Omit<Config, "root"> & { root: string };

/** Puts the connection's root into a config that has none. @throws ConfigError */
export function belowRoot<Config extends { root?: string | undefined }>(
  config: Config,
  connection: z.output<typeof connectionConfig> | null,
): BelowRoot<Config> {
  const { root = connection?.root } = config;
  if (root === undefined) {
    throw new ConfigError("It names no folder: give config.root or, in its field connection, an fs/connection");
  }
  return { ...config, root };
}

/** Fields for its owner and for who may do what. */
export const accessFields = (mode: string) => ({
  mode: z
    .string()
    .regex(/^0?[0-7]{3}$/, "three octal digits, such as 0640")
    .default(mode)
    .meta({ description: "Permissions in octal" }),
  owner: z
    .object({ uid: z.int().min(0), gid: z.int().min(0) })
    .optional()
    .meta({ description: "Numbers of the user and group it belongs to; needs the right to give files away" }),
});

export const deletionPolicy = z.enum(["delete", "retain"]).default("delete").meta({
  description: "retain: deleting the resource leaves the real object as it is",
});

/** The permissions and the owner of a config. */
export interface Access {
  mode: string;
  owner?: { uid: number; gid: number } | undefined;
}

/** Whether deleting the resource leaves the real thing alone; says so in its log. */
export function isRetained(ctx: {
  config: { deletion_policy: "delete" | "retain"; path: string };
  log: { info(message: string): void };
}): boolean {
  const retained = ctx.config.deletion_policy === "retain";
  if (retained) ctx.log.info(`deletion_policy is retain: ${ctx.config.path} stays`);
  return retained;
}
