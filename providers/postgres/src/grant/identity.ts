import { ConfigError } from "@pragma/sdk/provider";
import { identityOf, namesIn } from "../identity.ts";
import type { GrantConfig } from "./config.ts";
import { OBJECT_TYPES, type ObjectType } from "./privileges.ts";

/** Who has privileges on what: all that one role was granted on a database, on a schema, or on tables or sequences in one. */
export type Granted = Pick<GrantConfig, "database" | "role" | "object_type" | "schema">;

/** A longer text is no identity. */
const MAX_LENGTH = 512;
const ON_DATABASE = ["database", "role", "object_type"] as const;
const IN_DATABASE = [...ON_DATABASE, "schema"] as const;

/** The identity of what a role was granted: `shop/app/table/sales`. Null if its names are too long for one. */
export function grantIdentity({ database, role, object_type, schema }: Granted): string | null {
  const identity = identityOf(database, role, object_type, ...(schema === undefined ? [] : [schema]));
  return identity.length > MAX_LENGTH ? null : identity;
}

/** Reads what `grantIdentity` made. Throws ConfigError as `namesIn` does. */
export function grantedIn(identity: string, known: Partial<Record<keyof Granted, unknown>>): Granted {
  const onDatabase = identity.split("/").length === ON_DATABASE.length;
  const { object_type: type, ...names } = namesIn(identity, onDatabase ? ON_DATABASE : IN_DATABASE, known);
  const object_type = OBJECT_TYPES.find((each) => each === type);
  if (object_type === undefined || (object_type === "database") !== onDatabase) {
    throw new ConfigError(`"${identity}" is not an identity of this type: it reads ${formOf(object_type)}`);
  }
  return { ...names, object_type };
}

function formOf(type: ObjectType = "table"): string {
  return type === "database" ? "database/role/database" : `database/role/${type}/schema`;
}
