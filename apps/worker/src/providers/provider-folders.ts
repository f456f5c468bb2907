import { isUuid } from "@pragma/contract";
import { isShipped, type ProviderLaunch, type SandboxMount } from "@pragma/runtime";

/** A folder of the machine that the operator opens to a shipped provider. */
export interface ProviderFolder {
  provider: string;
  path: string;
  /** An organization's id; EVERY_ORGANIZATION; null for the first one of the installation. */
  organization: string | null;
}

/** All of them can read and write each other's files there. */
export const EVERY_ORGANIZATION = "*";

const ENTRY = /^(?:([^/=]+)\/)?([a-z0-9-]+)=(\/.*)$/;

/**
 * Parses the folders that providers may write to, comma-separated: `fs=/srv/files` for the first organization,
 * `0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11/fs=/srv/files` for the one with that id, and with an asterisk for an id for all.
 * @throws Error naming the invalid part
 */
export function parseProviderFolders(text: string): ProviderFolder[] {
  const folders: ProviderFolder[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [, organization = null, provider = "", path = ""] = ENTRY.exec(part) ?? [];
    const isOwner = organization === null || organization === EVERY_ORGANIZATION || isUuid(organization);
    if (provider === "" || !isOwner)
      throw new Error(`"${part}" must look like fs=/srv/files, organization-id/fs=/srv/files or */fs=/srv/files`);
    folders.push({ provider, path, organization });
  }
  return folders;
}

/**
 * The folders of a launch. A pushed provider gets none, whatever its name.
 *
 * @param firstOrganization id of the installation's first one; null while there is none
 */
export function foldersOf(
  folders: readonly ProviderFolder[],
  { artefact, organizationId }: ProviderLaunch,
  firstOrganization: string | null,
): SandboxMount[] {
  if (!isShipped(artefact)) return [];
  const owners = new Set([EVERY_ORGANIZATION, organizationId]);
  return folders
    .filter(({ provider }) => provider === artefact.providerId)
    .filter(({ organization }) => owners.has(organization ?? firstOrganization ?? ""))
    .map(({ path }) => ({ path, writable: true }));
}
