import { type Candidate, ConfigError, type ListOptions, type ListPage } from "@pragma/sdk/provider";
import { z } from "zod";
import { pageOf } from "../listing.ts";
import type { Session } from "../server/session.ts";
import type { GrantConfig, grantConfig } from "./config.ts";
import { type Granted, grantIdentity } from "./identity.ts";
import { type GrantedThing, listGranted, MAX_NAMED, type Place } from "./inventory.ts";
import { OBJECT_TYPES } from "./privileges.ts";

/**
 * A config that declares what a role was granted, as far as one grant can: the privileges that it has on each of the objects. They are
 * named unless they are all that are there. Where no one grant can, it says only whose they are.
 */
export function grantAsIs(granted: Granted, thing: GrantedThing) {
  const { privileges, grantable, names, isAll, futureOf } = thing;
  if (privileges === null || hasTooMany(thing)) return granted;
  const inSchema = granted.object_type === "table" || granted.object_type === "sequence";
  return {
    ...granted,
    ...(inSchema && !isAll && { objects: names }),
    privileges: privileges as GrantConfig["privileges"],
    with_grant_option: grantable === true,
    ...(inSchema && futureOf !== null && { future_objects_of: futureOf }),
  };
}

/** Lists what roles were granted in a database. Left out is what takes the names of too many objects to say. */
export async function listGrants(
  session: Session,
  database: string,
  { cursor, limit }: ListOptions,
): Promise<ListPage<typeof grantConfig>> {
  const after = cursor === null ? null : placeIn(cursor);
  return pageOf(
    await listGranted(session, after, limit + 1),
    limit,
    ({ object_type, schema, role }) => JSON.stringify([object_type, schema, role]),
    (thing) => candidateOf(database, thing),
  );
}

function placeIn(cursor: string): Place {
  const place = z.tuple([z.enum(OBJECT_TYPES), z.string(), z.string()]).safeParse(JSON.parse(cursor));
  if (!place.success) throw new ConfigError("The cursor is none that this list gave");
  const [object_type, schema, role] = place.data;
  return { object_type, schema, role };
}

function candidateOf(database: string, thing: GrantedThing): Candidate<typeof grantConfig> | null {
  const { role, object_type, schema } = thing;
  const granted = { database, role, object_type, ...(schema !== "" && { schema }) };
  const identity = grantIdentity(granted);
  return identity === null || hasTooMany(thing) ? null : { identity, config: grantAsIs(granted, thing) };
}

function hasTooMany({ isAll, names }: GrantedThing): boolean {
  return !isAll && names.length > MAX_NAMED;
}
