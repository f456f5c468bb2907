import type { Session } from "../server/session.ts";
import type { GrantConfig } from "./config.ts";
import { type GrantedObject, readObjects } from "./held.ts";
import { expand } from "./privileges.ts";
import { grantee, onFutureObjects, onObjects } from "./statements.ts";

type Option = "" | "GRANT OPTION FOR ";

/** Takes back all that the config gives. What an owner may do by owning an object is never taken. */
export async function revokeGrant(session: Session, config: GrantConfig): Promise<void> {
  await session.transaction(async () => {
    const objects = (await readObjects(session, config)).filter(({ ownedByRole }) => !ownedByRole);
    const privileges = expand(config.object_type, config.privileges);
    await revokeFromObjects(session, config, objects, privileges);
    await revokeFromFuture(session, config, privileges);
  });
}

/** Takes these privileges back from the grant's role on these objects, or only the right to pass them on. */
export async function revokeFromObjects(
  session: Session,
  config: GrantConfig,
  objects: GrantedObject[],
  privileges: string[],
  option: Option = "",
): Promise<void> {
  if (objects.length === 0 || privileges.length === 0) return;
  const names = objects.map(({ name }) => name);
  await session.query(
    `REVOKE ${option}${privileges.join(", ")} ${onObjects(config, names)} FROM ${grantee(config.role)}`,
  );
}

/** The same for what is not made yet. If a role or the schema is gone, its default privileges went with it. */
export async function revokeFromFuture(
  session: Session,
  config: GrantConfig,
  privileges: string[],
  option: Option = "",
): Promise<void> {
  const owner = config.future_objects_of;
  if (owner === undefined || privileges.length === 0) return;
  const [there] = await session.query<{ all: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AND to_regnamespace(quote_ident($2)) IS NOT NULL
            AND ($3 = 'public' OR EXISTS (SELECT FROM pg_roles WHERE rolname = $3)) AS all`,
    [owner, config.schema, config.role],
  );
  if (there?.all !== true) return;
  const { alter, on } = onFutureObjects(config, owner);
  await session.query(`${alter} REVOKE ${option}${privileges.join(", ")} ${on} FROM ${grantee(config.role)}`);
}
