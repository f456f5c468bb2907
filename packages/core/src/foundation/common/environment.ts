import { LOOPBACK_NAMES } from "@pragma/contract";
import { DATABASE_URL_FORM, isDatabaseUrl } from "@pragma/db";
import { withSecretFiles } from "@pragma/telemetry/secret-files";
import { z } from "zod";

/** A required setting: the program does not start without it. */
export const requiredSetting = z.string({ error: "is required" });

/** The address of a database. What is wrong with it is told without it: it has a password. */
export const databaseUrlSetting = requiredSetting.refine(isDatabaseUrl, DATABASE_URL_FORM);

/** A port; 0 picks any free port. */
export const portSetting = z.coerce.number().int().min(0).max(65_535);

/** After so many attempts an event fails for good. */
export const attemptsSetting = z.coerce.number().int().min(1).max(100);

/** An absolute base URL, stripped of trailing slashes. */
export const baseUrlSetting = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/**
 * Parses a program's settings from its environment, and from the files that it names: `X_FILE` for a variable X. A variable
 * set to the empty string, as in `.env` files, counts as unset.
 *
 * @throws Error with one line per invalid setting, for the operator to read
 */
export function parseEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  source: NodeJS.ProcessEnv,
): z.output<Schema> {
  const result = schema.safeParse(withSecretFiles(Object.keys(schema.shape), source));
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}

const DRAIN_SECONDS = 5;

/** How long a server keeps serving after it is told to stop. */
export const drainSetting = z.coerce.number().min(0).max(3600).optional();

/**
 * How long a server keeps serving after it is told to stop: as set; else 5 s if its public address suggests a proxy in
 * front of it, which has to notice first; else, if clients reach it by a name of this machine, not at all.
 */
export function drainSeconds(set: number | undefined, publicUrl: string): number {
  return set ?? (LOOPBACK_NAMES.has(new URL(publicUrl).hostname) ? 0 : DRAIN_SECONDS);
}
