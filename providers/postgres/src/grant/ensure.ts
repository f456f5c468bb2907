import { ConfigError } from "@pragma/sdk/provider";
import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import { type GrantedObject, inspectPlace, readObjects } from "./held.ts";
import { expand } from "./privileges.ts";
import { revokeFromFuture, revokeFromObjects } from "./revoke.ts";
import { grantee, onFutureObjects, onObjects } from "./statements.ts";

/**
 * Takes back what the previous config gave and this one does not, and grants the rest, in one transaction: nobody sees
 * the role without what it keeps. Resolves to the objects that it is given on.
 */
export async function ensureGrant(
  session: Session,
  config: GrantConfig,
  previous?: GrantConfig,
): Promise<GrantedObject[]> {
  return await session.transaction(async () => {
    if (previous !== undefined) await revokeDifference(session, config, previous);
    const objects = await readObjects(session, config);
    const names = objects.map(({ name }) => name);
    await refuseMissing(session, config, names);
    const to = `TO ${grantee(config.role)}${config.with_grant_option ? " WITH GRANT OPTION" : ""}`;
    const privileges = expand(config.object_type, config.privileges).join(", ");
    if (names.length > 0) await session.query(`GRANT ${privileges} ${onObjects(config, names)} ${to}`);
    if (config.future_objects_of !== undefined) {
      const { alter, on } = onFutureObjects(config, config.future_objects_of);
      await session.query(`${alter} GRANT ${privileges} ${on} ${to}`);
    }
    return objects;
  });
}

async function revokeDifference(session: Session, config: GrantConfig, previous: GrantConfig): Promise<void> {
  const before = expand(previous.object_type, previous.privileges);
  const now = expand(config.object_type, config.privileges);
  const gone = before.filter((privilege) => !now.includes(privilege));
  const kept = before.filter((privilege) => now.includes(privilege));
  const optionGone = previous.with_grant_option && !config.with_grant_option;

  const objects = (await readObjects(session, previous)).filter(({ ownedByRole }) => !ownedByRole);
  const dropped = objects.filter(({ name }) => config.objects !== undefined && !config.objects.includes(name));
  await revokeFromObjects(session, previous, objects, gone);
  await revokeFromObjects(session, previous, dropped, kept);
  if (optionGone) await revokeFromObjects(session, previous, objects, kept, "GRANT OPTION FOR ");

  const sameFuture = previous.future_objects_of === config.future_objects_of;
  await revokeFromFuture(session, previous, sameFuture ? gone : before);
  if (sameFuture && optionGone) await revokeFromFuture(session, previous, kept, "GRANT OPTION FOR ");
}

/** Without the role or the schema no object is found either, so those are looked at first. */
async function refuseMissing(session: Session, config: GrantConfig, found: string[]): Promise<void> {
  const there = await inspectPlace(session, config);
  if (there?.role === false) throw new ConfigError(`The role "${config.role}" does not exist`);
  if (there?.schema === false) {
    throw new ConfigError(`The schema "${config.schema}" does not exist in database "${config.database}"`);
  }
  const missing = (config.objects ?? []).filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  const names = missing.map((name) => `"${name}"`).join(", ");
  throw new ConfigError(`There is no ${config.object_type} ${names} in schema "${config.schema}"`);
}
