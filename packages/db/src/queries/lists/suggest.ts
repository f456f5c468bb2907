import type { Json } from "@pragma/contract";
import { tenantStatement } from "../../statement.ts";
import type { Tenant } from "../../tenant.ts";
import { beginningWith, containing } from "../sql/pattern.ts";
import type { ResourceRow } from "../sql/resource-row.ts";

export type SuggestedRow = Pick<ResourceRow, "key" | "id" | "provider" | "resource" | "name" | "lifecycle_state">;

/** How many names are searched for a text in the middle. A keystroke must not read a million rows. */
const LOOKED_THROUGH = 20_000;

const columns = "r.key, r.id, r.provider, r.resource, r.name, r.lifecycle_state";
const narrowed = "($2::text IS NULL OR r.provider = $2) AND ($3::text IS NULL OR r.resource = $3)";
const inOrder = "ORDER BY r.name, r.provider, r.resource";

// Names consist of letters, digits, `.`, `_` and `-`, all of which sort before `{`, the upper bound of a prefix range.
const byPrefix = tenantStatement(
  "suggest_by_prefix",
  `SELECT ${columns} FROM resources r
   WHERE r.organization_id = $1 AND ${narrowed} AND r.name >= $4 AND r.name < $4 || '{' AND r.name LIKE $5
   ${inOrder} LIMIT $6`,
);

const bySubstring = tenantStatement(
  "suggest_by_substring",
  `SELECT ${columns} FROM (
     SELECT ${columns} FROM resources r WHERE r.organization_id = $1 AND ${narrowed} ${inOrder} LIMIT ${LOOKED_THROUGH}
   ) r
   WHERE r.key ILIKE $4 AND NOT r.name LIKE $5
   ${inOrder} LIMIT $6`,
);

/** How many names of a provider are searched for resources of one of its types. */
const LOOKED_THROUGH_OF_PROVIDER = 5_000;

const ofTypes = tenantStatement(
  "suggest_of_types",
  `SELECT r.key, r.id, r.provider, r.resource, r.name, r.lifecycle_state
   FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS t(provider, resource, place)
   CROSS JOIN LATERAL (
     SELECT * FROM (
       SELECT ${columns} FROM resources r
       WHERE r.organization_id = $1 AND r.provider = t.provider AND r.name >= $4 AND r.name < $4 || '{' AND r.name LIKE $5
       ORDER BY r.name LIMIT ${LOOKED_THROUGH_OF_PROVIDER}
     ) r
     WHERE r.resource = t.resource ORDER BY r.name LIMIT $6
   ) r
   ORDER BY t.place, r.name`,
);

/** A longer value, such as a list of hundreds, would take longer to read than what it says is worth. */
const LONGEST_VALUE = 16_384;

const ofSiblings = tenantStatement(
  "sibling_values",
  `SELECT v.value FROM (
     SELECT (r.config #> $4::text[])::text AS value FROM (
       SELECT r.resource, r.name, r.config FROM resources r
       WHERE r.organization_id = $1 AND r.provider = $2 ORDER BY r.name LIMIT ${LOOKED_THROUGH_OF_PROVIDER}
     ) r
     WHERE r.resource = $3 ORDER BY r.name LIMIT $5
   ) v
   WHERE length(v.value) <= ${LONGEST_VALUE}`,
);

const outputKeys = tenantStatement(
  "output_keys",
  `SELECT r.key, ARRAY(
     SELECT json_object_keys(r.outputs) LIMIT $3
   ) AS keys
   FROM resources r
   WHERE r.organization_id = $1 AND r.key = ANY($2::text[]) AND json_typeof(r.outputs) = 'object'`,
);

export interface Narrowed {
  provider?: string | undefined;
  resource?: string | undefined;
}

/** Resources whose name begins with a text, by name. */
export function suggestByPrefix(tenant: Tenant, of: Narrowed, text: string, limit: number): Promise<SuggestedRow[]> {
  const { provider = null, resource = null } = of;
  return tenant.query<SuggestedRow>(byPrefix, provider, resource, text, beginningWith(text), limit);
}

/** Some resources of each of the types, whose names begin with a text: in the order of the types, then by name. */
export function suggestOfTypes(
  tenant: Tenant,
  types: readonly { provider: string; resource: string }[],
  text: string,
  ofEach: number,
): Promise<SuggestedRow[]> {
  const providers = types.map(({ provider }) => provider);
  const resources = types.map(({ resource }) => resource);
  return tenant.query<SuggestedRow>(ofTypes, providers, resources, text, beginningWith(text), ofEach);
}

/**
 * Values at a path in the configs of some resources of a type, as stored: by name, among the first ones of the provider. Those
 * that have nothing there, or a long value, are left out.
 */
export async function siblingValues(
  tenant: Tenant,
  { provider, resource }: { provider: string; resource: string },
  path: readonly string[],
  limit: number,
): Promise<Json[]> {
  const rows = await tenant.query<{ value: string }>(ofSiblings, provider, resource, path, limit);
  return rows.map(({ value }) => JSON.parse(value) as Json);
}

/** The keys of the outputs of resources, without their values. Those without outputs are left out. */
export function findOutputKeys(
  tenant: Tenant,
  keys: readonly string[],
  ofEach: number,
): Promise<{ key: string; keys: string[] }[]> {
  return tenant.query(outputKeys, keys, ofEach);
}

/** Resources with a text elsewhere in their key, in any case, among the first 20,000 by name. */
export function suggestBySubstring(tenant: Tenant, of: Narrowed, text: string, limit: number): Promise<SuggestedRow[]> {
  const { provider = null, resource = null } = of;
  return tenant.query<SuggestedRow>(bySubstring, provider, resource, containing(text), beginningWith(text), limit);
}
