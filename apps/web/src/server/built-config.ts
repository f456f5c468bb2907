import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives Next the configuration that it was built with, as its own server does in an image: there is no `next.config.ts`
 * there, and nothing that could compile one.
 *
 * @param dir the app's folder
 */
export function takeBuiltConfig(dir: string): void {
  const { config } = JSON.parse(readFileSync(join(dir, ".next/required-server-files.json"), "utf8")) as {
    config: unknown;
  };
  process.env["__NEXT_PRIVATE_STANDALONE_CONFIG"] = JSON.stringify(config);
}
