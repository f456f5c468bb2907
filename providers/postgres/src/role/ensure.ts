import type { Session } from "../server/session.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/identifier.ts";
import type { RoleConfig } from "./config.ts";
import { type ExistingRole, inspectRole } from "./inspect.ts";
import { passwordClause, passwordIs } from "./password.ts";

/**
 * Creates the role or brings the existing one to the config, memberships included, in one transaction.
 * Resolves to whether it was created.
 * @param onExisting is called before an existing one is changed, and may refuse it
 */
export async function ensureRole(
  session: Session,
  config: RoleConfig,
  { previous, onExisting }: { previous?: RoleConfig; onExisting?: (existing: ExistingRole) => void },
): Promise<boolean> {
  const role = quoteIdentifier(config.name);
  return await session.transaction(async () => {
    const existing = await inspectRole(session, config.name);
    if (existing !== null) onExisting?.(existing);
    const options = await roleOptions(session, config, existing, previous);
    await session.query(`${existing === null ? "CREATE" : "ALTER"} ROLE ${role} WITH ${options.join(" ")}`);
    await setMemberships(session, config, previous?.member_of ?? []);
    return existing === null;
  });
}

/** Only what differs: naming an attribute that the administrator lacks is refused even where it changes nothing. */
async function roleOptions(
  session: Session,
  config: RoleConfig,
  existing: ExistingRole | null,
  previous?: RoleConfig,
): Promise<string[]> {
  const flags = (["login", "createdb", "createrole", "inherit"] as const)
    .filter((flag) => config[flag] !== existing?.[flag])
    .map((flag) => (config[flag] ? flag.toUpperCase() : `NO${flag.toUpperCase()}`));
  return [
    ...flags,
    `CONNECTION LIMIT ${config.connection_limit}`,
    `VALID UNTIL ${quoteLiteral(config.valid_until ?? "infinity")}`,
    ...((await keepsPassword(session, config, existing, previous)) ? [] : [await passwordClause(config.password)]),
  ];
}

/** The right one stays as it is, and so does one that no config has ever declared: whoever set it relies on it. */
async function keepsPassword(
  session: Session,
  { name, password }: RoleConfig,
  existing: ExistingRole | null,
  previous?: RoleConfig,
): Promise<boolean> {
  if (existing === null) return false;
  if (password === undefined) return previous?.password === undefined;
  return (await passwordIs(session, name, password)) === true;
}

/** A list is the whole truth. Without one only those go that an earlier list brought. */
async function setMemberships(session: Session, config: RoleConfig, before: string[]): Promise<void> {
  const member = quoteIdentifier(config.name);
  const held = await session.query<{ group: string; grantor: string }>(
    `SELECT g.rolname AS group, pg_get_userbyid(m.grantor) AS grantor
     FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
     WHERE r.rolname = $1`,
    [config.name],
  );
  const wanted = config.member_of;
  for (const { group, grantor } of held) {
    const stays = wanted === undefined ? !before.includes(group) : wanted.includes(group);
    if (stays) continue;
    // Since 16 each grantor's grant is one of its own, and REVOKE takes back only the current user's.
    const by = session.version >= 160_000 ? ` GRANTED BY ${quoteIdentifier(grantor)}` : "";
    await session.query(`REVOKE ${quoteIdentifier(group)} FROM ${member}${by}`);
  }
  for (const group of wanted ?? []) {
    if (!held.some((existing) => existing.group === group)) {
      await session.query(`GRANT ${quoteIdentifier(group)} TO ${member}`);
    }
  }
}
