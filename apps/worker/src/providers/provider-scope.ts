import { isUuid, PROVIDER_PATTERN } from "@pragma/contract";
import { PLATFORM_PROVIDER } from "@pragma/core/types";

/** Any, in the place of a name. */
const ANY = "*";

const ENTRY = /^(?:([^/]+)\/)?([^/]+)$/;

/** Which providers a worker may run: what it ships, and what organizations pushed. */
export interface ProviderScope {
  /** Names of shipped providers, or an asterisk for all. */
  readonly shipped: readonly string[];
  /** Pushed ones as `organization-id/provider`, with an asterisk for any. */
  readonly pushed: readonly string[];
}

/** Whatever there is. */
export const EVERY_PROVIDER: ProviderScope = { shipped: [ANY], pushed: [`${ANY}/${ANY}`] };

/**
 * Reads which providers a worker may run, separated by commas: `fs` is a shipped one, an asterisk all of them;
 * `0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11/notes` is one that the organization of that id pushed, with an asterisk for either
 * part. Nothing is everything.
 * @throws Error naming the invalid part
 */
export function parseProviderScope(text: string): ProviderScope {
  const [shipped, pushed]: [string[], string[]] = [[], []];
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [, organization, provider = ""] = ENTRY.exec(part) ?? [];
    const isOwner = organization === undefined || organization === ANY || isUuid(organization);
    if (!(provider === ANY || PROVIDER_PATTERN.test(provider)) || !isOwner)
      throw new Error(`"${part}" must look like fs, *, organization-id/notes, organization-id/* or */*`);
    if (organization === undefined) shipped.push(provider);
    else pushed.push(part);
  }
  return shipped.length + pushed.length === 0 ? EVERY_PROVIDER : { shipped, pushed };
}

/**
 * Makes sure that a worker ships what it is to run: a name with a slip in it would leave it idle without a word.
 * @param shipped the providers of its packages
 * @throws Error worded for the operator, naming the invalid part
 */
export function requireShipped(scope: ProviderScope, shipped: readonly string[]): void {
  const unknown = scope.shipped.find((name) => ![ANY, PLATFORM_PROVIDER, ...shipped].includes(name));
  if (unknown === undefined) return;
  const has = shipped.length === 0 ? "none (PRAGMA_PROVIDERS_DIR)" : shipped.join(", ");
  throw new Error(`PRAGMA_PROVIDERS: "${unknown}" is not shipped with this worker, which has ${has}`);
}

/** Whether a shipped provider is in the scope. */
export function includesShipped({ shipped }: ProviderScope, provider: string): boolean {
  return shipped.includes(ANY) || shipped.includes(provider);
}

/** Whether a provider that an organization pushed is in the scope. */
export function includesPushed({ pushed }: ProviderScope, organizationId: string, provider: string): boolean {
  const names = [ANY, organizationId].flatMap((owner) => [`${owner}/${ANY}`, `${owner}/${provider}`]);
  return names.some((name) => pushed.includes(name));
}
