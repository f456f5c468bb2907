import { asDeclared } from "../found.ts";
import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import { type Granted, isOnAll } from "./granted.ts";
import { type GrantedObject, holdsFuture, inspectPlace, readObjects } from "./held.ts";
import { expand } from "./privileges.ts";

/**
 * The grant in terms of its config, the privileges that its role has by it, and whether somebody granted any of them; null if it has
 * none of them. What the role has beyond that is left out: grants add up, and it may be another one's.
 */
export async function grantAsFound(session: Session, config: GrantConfig, granted: Granted) {
  const there = await inspectPlace(session, config);
  if (there?.role !== true || !there.schema) return null;
  const owner = config.future_objects_of;
  const future = owner === undefined ? null : await holdsFuture(session, config, owner);
  const wanted = expand(config.object_type, config.privileges);
  const all = await readObjects(session, config);
  const objects = all.filter((object) => isCovered(config, object, granted));
  const hasAny = future === true || objects.some((object) => holdsAny(object, wanted));
  if (!hasAny && !(future === null && isGivenOnNothing(config, all, granted))) return null;

  const privileges = wanted.filter((privilege) => isHeld(config, objects, privilege));
  const complete = objects.filter(({ held }) => privileges.every((privilege) => held.includes(privilege)));
  const { role, database, object_type, schema } = config;
  return {
    privileges,
    isGiven: future === true || objects.some(({ given }) => given.some((privilege) => wanted.includes(privilege))),
    config: {
      role,
      database,
      object_type,
      ...(schema !== undefined && { schema }),
      ...(config.objects !== undefined && { objects: asDeclared(config.objects, complete.map(nameOf)) }),
      privileges: privileges.length === wanted.length ? config.privileges : (privileges as GrantConfig["privileges"]),
      ...(owner !== undefined && { future_objects_of: future === true ? owner : null }),
      ...findGrantOption(config, complete, privileges),
    },
  };
}

/** Objects made later are none of a grant without names. Where it is not known which those are, they are those without any of it. */
function isCovered(config: GrantConfig, object: GrantedObject, granted: Granted): boolean {
  if (!isOnAll(config) || granted?.includes(object.oid) === true) return true;
  return holdsAny(object, expand(config.object_type, config.privileges));
}

/** Without names it may be given on nothing: the schema was empty. */
function isGivenOnNothing(config: GrantConfig, objects: readonly GrantedObject[], granted: Granted): boolean {
  return isOnAll(config) && (granted ?? objects).length === 0;
}

/** Of named objects those that lack something are said to be missing. Without names only the privileges can tell. */
function isHeld(config: GrantConfig, objects: readonly GrantedObject[], privilege: string): boolean {
  const holds = ({ held }: GrantedObject) => held.includes(privilege);
  return config.objects === undefined ? objects.every(holds) : objects.some(holds);
}

function findGrantOption(
  { with_grant_option: declared }: GrantConfig,
  objects: readonly GrantedObject[],
  privileges: readonly string[],
): { with_grant_option?: boolean } {
  const foreign = objects.filter(({ ownedByRole }) => !ownedByRole);
  if (declared) {
    const isWhole = foreign.every(({ grantable }) => privileges.every((privilege) => grantable.includes(privilege)));
    return { with_grant_option: isWhole };
  }
  const hasAny = foreign.some(({ grantable }) => privileges.some((privilege) => grantable.includes(privilege)));
  return hasAny ? {} : { with_grant_option: false };
}

function holdsAny({ held }: GrantedObject, wanted: readonly string[]): boolean {
  return held.some((privilege) => wanted.includes(privilege));
}

function nameOf({ name }: GrantedObject): string {
  return name;
}
