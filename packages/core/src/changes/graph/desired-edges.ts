import { parseKey, type ResourceRef, resourceKey } from "@pragma/contract";
import { type GraphEdgeRow, type ResourceRow, readResources } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { readDesiredState } from "../../resources/apply/desired-state.ts";
import { readRefs } from "../../resources/references/refs.ts";
import { defaultFor, findDefaults } from "../decide/find-defaults.ts";
import { openRequest } from "../request/seal-request.ts";

const BATCH = 100;

/** The edges that the documents of a plan want, by the key of each. What cannot be read is left out: the plan refuses it. */
export async function desiredEdges(
  core: Core,
  { organizationId }: RequestContext,
  sealed: string,
  touched: ReadonlyMap<string, { action: string | null }>,
): Promise<Map<string, GraphEdgeRow[]>> {
  const box = core.services.keyring.box(organizationId);
  const types = await core.types.current(organizationId);
  const documents = openRequest(core, organizationId, sealed).documents.filter(({ input }) =>
    touched.has(resourceKey(input)),
  );
  const rows = new Map<string, ResourceRow>();
  for (let from = 0; from < documents.length; from += BATCH) {
    const keys = documents.slice(from, from + BATCH).map(({ input }) => resourceKey(input));
    for (const row of await readResources(core.db.tenant(organizationId), keys)) rows.set(row.key, row);
  }
  const going = [...touched].flatMap(([key, { action }]) => (action === "delete" ? [key] : []));
  const defaults = await findDefaults(core, organizationId, documents, { rows, types, going });
  const edges = new Map<string, GraphEdgeRow[]>();
  for (const { input, secrets = [] } of documents) {
    const key = resourceKey(input);
    const existing = rows.get(key);
    try {
      const { dependencies } = readDesiredState(input, existing, types.find(input.provider, input.resource), box, {
        secrets,
        defaultConnection: defaultFor({ input }, existing, types, defaults),
      });
      edges.set(key, edgesFrom(key, dependencies, input.owner_references ?? readRefs(existing?.owner_references)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return edges;
}

/** The edges from a resource to what it depends on and what owns it. */
export function edgesFrom(
  from_key: string,
  dependencies: readonly ResourceRef[],
  owners: readonly ResourceRef[],
): GraphEdgeRow[] {
  const to = (refs: readonly ResourceRef[], kind: GraphEdgeRow["kind"]): GraphEdgeRow[] =>
    [...new Set(refs.map(resourceKey))].map((to_key) => ({ from_key, to_key, kind }));
  return [...to(dependencies, "dependency"), ...to(owners, "owner")].filter(({ to_key }) => parseKey(to_key) !== null);
}
