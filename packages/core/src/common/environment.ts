import { withSecretFiles } from "@pragma/telemetry/secret-files";
import { z } from "zod";

/** A setting without which a program does not start. */
export const requiredSetting = z.string({ error: "is required" });

/** A port; 0 for any that is free. */
export const portSetting = z.coerce.number().int().min(0).max(65_535);

/** An address that paths are put behind: absolute, its slash at the end taken away. */
export const baseUrlSetting = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/**
 * The settings of a program from its environment, and from the files that it names: `X_FILE` for a variable X. A variable
 * set to nothing, as `.env` files have them, is one that is not set.
 *
 * @throws Error with one line a fault, for the operator to read
 */
export function parseEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  source: NodeJS.ProcessEnv,
): z.output<Schema> {
  const result = schema.safeParse(withSecretFiles(Object.keys(schema.shape), source));
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
const DRAIN_SECONDS = 5;

/** A setting of how long a server goes on serving when it is told to end. */
export const drainSetting = z.coerce.number().min(0).max(3600).optional();

/**
 * How long a server goes on serving when it is told to end: as set, else 5 s where its public address shows that something
 * stands in front of it, which has to find out first, and not at all where clients reach it by a name of this machine.
 */
export function drainSeconds(set: number | undefined, publicUrl: string): number {
  return set ?? (LOOPBACK.test(new URL(publicUrl).hostname) ? 0 : DRAIN_SECONDS);
}
