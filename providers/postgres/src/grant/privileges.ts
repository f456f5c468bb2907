/** Privileges, by the objects that they may be granted on (PostgreSQL manual, table 5.2). Views count as tables. */
export const PRIVILEGES = {
  database: ["CONNECT", "CREATE", "TEMPORARY"],
  schema: ["USAGE", "CREATE"],
  table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"],
  sequence: ["USAGE", "SELECT", "UPDATE"],
} as const satisfies Record<string, readonly string[]>;

export type ObjectType = keyof typeof PRIVILEGES;

export const OBJECT_TYPES = ["database", "schema", "table", "sequence"] as const satisfies readonly ObjectType[];

export const PRIVILEGE_NAMES = [
  "ALL",
  "CONNECT",
  "CREATE",
  "DELETE",
  "INSERT",
  "REFERENCES",
  "SELECT",
  "TEMPORARY",
  "TRIGGER",
  "TRUNCATE",
  "UPDATE",
  "USAGE",
] as const;

export type Privilege = (typeof PRIVILEGE_NAMES)[number];

/** The privileges of the list that do not exist for this type of object. */
export function unfitting(type: ObjectType, privileges: readonly Privilege[]): Privilege[] {
  const known: readonly string[] = PRIVILEGES[type];
  return privileges.filter((privilege) => privilege !== "ALL" && !known.includes(privilege));
}

/**
 * The list with ALL written out, without duplicates, in a fixed order. ALL means those above on every version: MAINTAIN
 * (17) would make the same config mean something else after an upgrade of the server.
 */
export function expand(type: ObjectType, privileges: readonly Privilege[]): string[] {
  if (privileges.includes("ALL")) return [...PRIVILEGES[type]];
  return [...new Set<string>(privileges)].sort();
}
