import { pathToFileURL } from "node:url";
import { isProvider, type Provider } from "@pragma/sdk/provider/host";

/**
 * Imports a provider package's entry, JavaScript or TypeScript that Node can strip.
 *
 * @throws what the module throws, or TypeError when its default export is not a provider.
 */
export async function loadProvider(entryPath: string): Promise<Provider> {
  const module: { default?: unknown } = await import(pathToFileURL(entryPath).href);
  // A CommonJS bundle's exports arrive inside `default`.
  for (const candidate of [module.default, (module.default as { default?: unknown } | undefined)?.default]) {
    if (isProvider(candidate)) return candidate;
  }
  throw new TypeError("the default export of its entry is not made by defineProvider of @pragma/sdk/provider");
}
