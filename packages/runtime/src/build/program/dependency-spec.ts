/** Packages that the platform supplies, whatever a provider lists. */
export const PLATFORM_PACKAGES: ReadonlySet<string> = new Set(["@pragma/sdk", "zod"]);

/** A version, a range of versions or a tag: what a registry can resolve. */
const VERSION_OR_TAG = /^[\w.\-+*^~<>=| ]*$/;
const ALIAS = /^npm:(?:@[\w.~-]+\/)?[\w.~-]+(?:@([^:/]*))?$/;

/**
 * Why a dependency cannot come from the registry, or null if it can: it comes from git, a file, a link, a workspace, a
 * URL, or is an alias of one of those.
 *
 * @param spec as `package.json` and lock files write it
 */
export function refusedSource(spec: unknown): string | null {
  if (typeof spec !== "string") return "must be a string";
  const text = spec.trim();
  if (VERSION_OR_TAG.test(text) && !text.startsWith(".")) return null;
  const alias = ALIAS.exec(text);
  if (alias) return VERSION_OR_TAG.test(alias[1] ?? "") ? null : `comes from ${text}`;
  // The default registry as a protocol: `npm:^1.0.0`.
  if (text.startsWith("npm:") && VERSION_OR_TAG.test(text.slice("npm:".length))) return null;
  return `comes from ${text}`;
}
