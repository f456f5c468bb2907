import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { ProviderLaunch, SandboxMount } from "@pragma/runtime";

/** Folders of the machine that the operator opens to shipped providers, by provider. */
export type ProviderFolders = ReadonlyMap<string, readonly string[]>;

/**
 * Reads `fs=/srv/files,fs=/srv/more`: folders that a provider may write into.
 * @throws Error naming the part that is none
 */
export function parseProviderFolders(text: string): ProviderFolders {
  const folders = new Map<string, string[]>();
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [, provider = "", path = ""] = /^([a-z0-9-]+)=(\/.*)$/.exec(part) ?? [];
    if (provider === "") throw new Error(`"${part}" must look like fs=/srv/files`);
    folders.set(provider, [...(folders.get(provider) ?? []), path]);
  }
  return folders;
}

/** The folders of a launch. A provider that an organization pushed gets none, whatever it is called. */
export function foldersOf(folders: ProviderFolders, { artefact }: ProviderLaunch): SandboxMount[] {
  if (PROVIDER_VERSION_PATTERN.test(artefact.version)) return [];
  return (folders.get(artefact.providerId) ?? []).map((path) => ({ path, writable: true }));
}
