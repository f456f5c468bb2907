import { type ResourceRef, resourceKey } from "@pragma/contract";
import { suggestOfTypes } from "@pragma/db/queries";
import { suggest } from "@pragma/language";
import type { Core } from "../../foundation/unit-of-work/core.ts";

/** References that a suggestion is looked for: who has more of them has not mistyped each. */
const MOST_REFS = 10;
/** Names that one is compared with. */
const MOST_NAMES = 500;

/**
 * Which resource a reference to an absent one likely means, by the key that it names. Only names of the same type that begin
 * with the same letter are compared, so that a few are read among any number.
 * @param declared what the change declares
 */
export async function likelyMeant(
  core: Core,
  organizationId: string,
  absent: readonly ResourceRef[],
  declared: readonly ResourceRef[],
): Promise<ReadonlyMap<string, string>> {
  const meant = new Map<string, string>();
  for (const ref of absent.slice(0, MOST_REFS)) {
    const { provider, resource, name } = ref;
    const own = declared.filter((one) => one.provider === provider && one.resource === resource);
    const tenant = core.db.tenant(organizationId);
    const stored = await suggestOfTypes(tenant, [{ provider, resource }], name.slice(0, 1), MOST_NAMES);
    const likely = suggest(
      name,
      [...stored, ...own].map((one) => one.name),
    );
    if (likely !== undefined) meant.set(resourceKey(ref), resourceKey({ provider, resource, name: likely }));
  }
  return meant;
}
