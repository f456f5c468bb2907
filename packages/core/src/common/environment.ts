import { z } from "zod";

/** A required setting: the program does not start without it. */
export const requiredSetting = z.string({ error: "is required" });

/** A port; 0 picks any free port. */
export const portSetting = z.coerce.number().int().min(0).max(65_535);

/** An absolute base URL, stripped of trailing slashes. */
export const baseUrlSetting = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/**
 * Parses a program's settings from its environment. A variable set to the empty string, as in `.env` files, counts as
 * unset.
 *
 * @throws Error with one line per invalid setting, for the operator to read
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  source: NodeJS.ProcessEnv,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
}
