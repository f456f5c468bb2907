import type { Session } from "../server/session.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/identifier.ts";
import type { RoleConfig } from "./config.ts";
import { type ExistingRole, inspectRole } from "./inspect.ts";
import { passwordClause, passwordIs } from "./password.ts";

/**
 * Creates the role or brings the existing one to the config, memberships included, in one transaction.
 * Resolves to whether it was created.
 */
export async function ensureRole(session: Session, config: RoleConfig, previous?: RoleConfig): Promise<boolean> {
  const role = quoteIdentifier(config.name);
  return await session.transaction(async () => {
    const existing = await inspectRole(session, config.name);
    const options = await roleOptions(session, config, existing);
    await session.query(`${existing === null ? "CREATE" : "ALTER"} ROLE ${role} WITH ${options.join(" ")}`);
    await setMemberships(session, config, previous?.member_of ?? []);
    return existing === null;
  });
}

/** Only what differs: naming an attribute that the administrator lacks is refused even where it changes nothing. */
async function roleOptions(session: Session, config: RoleConfig, existing: ExistingRole | null): Promise<string[]> {
  const flags = (["login", "createdb", "createrole", "inherit"] as const)
    .filter((flag) => config[flag] !== existing?.[flag])
    .map((flag) => (config[flag] ? flag.toUpperCase() : `NO${flag.toUpperCase()}`));
  const keepsPassword = existing !== null && (await passwordIs(session, config.name, config.password)) === true;
  return [
    ...flags,
    `CONNECTION LIMIT ${config.connection_limit}`,
    `VALID UNTIL ${quoteLiteral(config.valid_until ?? "infinity")}`,
    ...(keepsPassword ? [] : [await passwordClause(config.password)]),
  ];
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
