import { resourceKey } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { defaultConnectionOf, findUsable } from "../../resources/apply/default-connection.ts";
import type { RequestedDocument } from "../request/change-request.ts";

/**
 * Keys of the connections that new resources of a change use if they name none: those that exist, or that it declares.
 * @param given.going keys of what it deletes, which nothing new can use
 */
export async function findDefaults(
  core: Core,
  organizationId: string,
  documents: readonly RequestedDocument[],
  given: { rows: ReadonlyMap<string, ResourceRow>; types: OrganizationTypes; going: Iterable<string> },
): Promise<ReadonlySet<string>> {
  const { rows, types } = given;
  const going = new Set(given.going);
  const declared = new Set(documents.map(({ input }) => resourceKey(input)));
  const fresh = documents.filter(({ input }) => !rows.has(resourceKey(input)));
  const wanted = [...new Set(fresh.flatMap(({ input }) => defaultConnectionOf(input, types) ?? []))];
  const outside = wanted.filter((key) => !declared.has(key) && !going.has(key));
  const found = await findUsable(core, organizationId, outside);
  return new Set(wanted.filter((key) => declared.has(key) || found.has(key)));
}

/** The one of a document; null if it is not new, names one itself, or there is none. */
export function defaultFor(
  { input }: Pick<RequestedDocument, "input">,
  existing: ResourceRow | undefined,
  types: OrganizationTypes,
  defaults: ReadonlySet<string>,
): string | null {
  const key = existing ? undefined : defaultConnectionOf(input, types);
  return key !== undefined && defaults.has(key) ? key : null;
}
