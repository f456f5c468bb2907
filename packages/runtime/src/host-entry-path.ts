import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The program that loads a provider: `host.js` beside the file this is bundled into, or its source in a checkout.
 */
export function hostEntryPath(): string {
  const bundled = fileURLToPath(new URL("./host.js", import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL("./host/main.ts", import.meta.url));
}
