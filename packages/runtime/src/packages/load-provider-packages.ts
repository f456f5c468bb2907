import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { providerNameSchema } from "@pragma/contract";
import { z } from "zod";
import type { ProviderArtefact } from "../artefact.ts";
import { packageEntry } from "./package-entry.ts";

/** The parts of a `package.json` that make a package a provider: contract section 8. */
const providerManifestSchema = z.object({
  version: z.string().min(1),
  pragma: z.object({ provider: providerNameSchema, network: z.enum(["host", "none"]).default("none") }),
  exports: z.unknown().optional(),
  main: z.unknown().optional(),
});

/**
 * Finds the provider packages among the folders of `directory`, ordered by provider. Folders whose `package.json` has no
 * `pragma` field are passed over. No code of theirs is run; to learn their types, `describe` the artefacts.
 *
 * @param onBroken gets each package that is malformed, has no entry, or is a provider that another is already; it is
 *   passed over
 * @throws Error naming the package instead, if there is no `onBroken`
 */
export function loadProviderPackages(
  directory: string,
  onBroken?: (path: string, error: unknown) => void,
): ProviderArtefact[] {
  const artefacts = new Map<string, ProviderArtefact>();
  for (const folder of readdirSync(directory).sort()) {
    const path = resolve(directory, folder);
    if (!existsSync(join(path, "package.json"))) continue;
    try {
      const artefact = loadProviderPackage(path);
      if (!artefact) continue;
      const other = artefacts.get(artefact.providerId);
      if (other) throw new Error(`${path}: provider "${artefact.providerId}" is also ${other.entryPath}`);
      artefacts.set(artefact.providerId, artefact);
    } catch (error) {
      if (!onBroken) throw error;
      onBroken(path, error);
    }
  }
  return [...artefacts.values()].sort((one, two) => (one.providerId < two.providerId ? -1 : 1));
}

/** The provider in one package folder, or null when the package is none. @throws Error naming it when it is malformed. */
function loadProviderPackage(path: string): ProviderArtefact | null {
  const json = readManifest(path);
  if (typeof json !== "object" || json === null || !("pragma" in json)) return null;
  const manifest = providerManifestSchema.safeParse(json);
  if (!manifest.success) {
    const issue = manifest.error.issues[0];
    throw new Error(`${path}: package.json: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const entryPath = packageEntry(path, manifest.data);
  if (entryPath === null) throw new Error(`${path}: its entry does not exist`);
  const { pragma, version } = manifest.data;
  return { providerId: pragma.provider, version, entryPath, folder: path, network: pragma.network };
}

function readManifest(path: string): unknown {
  try {
    return JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  } catch (error) {
    throw new Error(`${path}: package.json cannot be read: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
