import { type Actor, type Json, type LifecycleState, parseKey, type ResourceRef, resourceKey } from "@pragma/contract";
import { findPresented, findUsers, type UserRow } from "@pragma/db/queries";
import { parseReferences } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { notFound } from "../../foundation/common/errors.ts";
import type { Keyring } from "../../foundation/secrets/index.ts";
import { type OrganizationTypes, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { placesOf, takesSecret } from "../references/secret-uses.ts";

/** A resource whose provider receives the sensitive values of another. */
export interface SecretUser {
  id: string;
  key: string;
  lifecycle_state: LifecycleState;
  /** Where in its config, such as `config.password`; empty if the config is too large to search. */
  places: string[];
  /** Key of the resource that passes the values on, such as a `pragma/config`; null if it takes them directly. */
  via: string | null;
  /** The actor who last applied it. */
  applied_by: Actor;
  updated_at: string;
}

export interface SecretUsers {
  users: SecretUser[];
  /** Some were left out: there are too many, or they are too far away. */
  truncated: boolean;
}

const MAX_USERS = 200;
const MAX_STEPS = 8;

/**
 * Resources through which a resource's sensitive values could leave by way of a provider: those that reference them,
 * and those that take them from there, if the platform only passes them on.
 * @param id internal or friendly id
 * @throws DomainError not_found
 */
export function listSecretUsers(core: Core, context: RequestContext, id: string): Promise<SecretUsers> {
  return core.reading(context.organizationId, (reader) => findSecretUsers(reader, context, id));
}

async function findSecretUsers(core: Core, context: RequestContext, id: string): Promise<SecretUsers> {
  const tenant = core.db.tenant(context.organizationId);
  const row = await findPresented(tenant, id);
  if (!row) throw notFound("Resource");
  const types = await core.types.current(context.organizationId);
  const box = core.services.keyring.box(context.organizationId);
  const users: SecretUser[] = [];
  const seen = new Set([row.key]);
  let keys = [row.key];
  for (let step = 0; keys.length > 0 && step < MAX_STEPS; step++) {
    const rows = await findUsers(tenant, keys, MAX_USERS + 1 - users.length);
    keys = [];
    for (const user of rows) {
      const ref = parseKey(user.key);
      if (!ref || seen.has(user.key)) continue;
      const places = takingPlaces(user, ref, types, box, step > 0);
      if (places === null) continue;
      seen.add(user.key);
      users.push(present(user, places, step === 0 ? null : user.of_key));
      if (ref.provider === PLATFORM_PROVIDER) keys.push(user.key);
    }
    if (users.length > MAX_USERS) break;
  }
  return { users: users.slice(0, MAX_USERS), truncated: users.length > MAX_USERS || keys.length > 0 };
}

/** Null if it takes nothing sensitive. Everything that the platform passes on counts as sensitive. */
function takingPlaces(
  { config: text, of_key: ofKey }: UserRow,
  { provider, resource }: ResourceRef,
  types: OrganizationTypes,
  box: ReturnType<Keyring["box"]>,
  isPassedOn: boolean,
): string[] | null {
  if (text === null) return [];
  const config = JSON.parse(text) as Json;
  const stringReferences = types.find(provider, resource)?.stringReferences ?? true;
  const taking = parseReferences(config, { stringReferences, box }).references.filter((reference) => {
    return resourceKey(reference.target) === ofKey && (isPassedOn || takesSecret(reference, types));
  });
  const places = placesOf(
    config,
    taking.map(({ path }) => path),
  );
  return taking.length === 0 ? null : places;
}

function present({ id, key, lifecycle_state, applied_by, updated_at }: UserRow, places: string[], via: string | null) {
  const { type, id: actor, name } = JSON.parse(applied_by) as Actor;
  return { id, key, lifecycle_state, places, via, applied_by: { type, id: actor, name }, updated_at };
}
