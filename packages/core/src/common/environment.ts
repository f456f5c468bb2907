import { z } from "zod";

/** A setting without which a program does not start. */
export const requiredSetting = z.string({ error: "is required" });

/** A port; 0 for any that is free. */
export const portSetting = z.coerce.number().int().min(0).max(65_535);

/** An address that paths are put behind: absolute, its slash at the end taken away. */
export const baseUrlSetting = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/**
 * The settings of a program from its environment. A variable set to nothing, as `.env` files have them, is one that is not
 * set.
 *
 * @throws Error with one line a fault, for the operator to read
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
