import { isShipped, type ProviderLaunch, type SandboxMount } from "@pragma/runtime";

/** A folder of the machine that the operator opens to a shipped provider. */
export interface ProviderFolder {
  provider: string;
  path: string;
  /** An organization's id; EVERY_ORGANIZATION; null for the first one of the installation. */
  organization: string | null;
}

/** Whoever may write there reads and writes what the others have there. */
export const EVERY_ORGANIZATION = "*";

const ENTRY = /^(?:(\*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/)?([a-z0-9-]+)=(\/.*)$/;

/**
 * Reads folders that a provider may write into, separated by commas: `fs=/srv/files` for the first organization,
 * `0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11/fs=/srv/files` for the one with that id, and with an asterisk for an id for all.
 * @throws Error naming the part that is none
 */
export function parseProviderFolders(text: string): ProviderFolder[] {
  const folders: ProviderFolder[] = [];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [, organization = null, provider = "", path = ""] = ENTRY.exec(part) ?? [];
    if (provider === "")
      throw new Error(`"${part}" must look like fs=/srv/files, organization-id/fs=/srv/files or */fs=/srv/files`);
    folders.push({ provider, path, organization });
  }
  return folders;
}

/**
 * The folders of a launch. A provider that an organization pushed gets none, whatever it is called.
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
