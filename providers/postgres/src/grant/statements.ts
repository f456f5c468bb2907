import { quoteIdentifier } from "../sql/identifier.ts";
import type { GrantConfig } from "./config.ts";

/** The grantee: `public` is a keyword, and no role can have that name. */
export function grantee(role: string): string {
  return role === "public" ? "PUBLIC" : quoteIdentifier(role);
}

/** The ON part of GRANT and REVOKE for these objects, which must not be none. */
export function onObjects({ object_type, schema }: GrantConfig, names: readonly string[]): string {
  const prefix = object_type === "table" || object_type === "sequence" ? `${quoteIdentifier(schema ?? "")}.` : "";
  return `ON ${object_type.toUpperCase()} ${names.map((name) => prefix + quoteIdentifier(name)).join(", ")}`;
}

/** The beginning of ALTER DEFAULT PRIVILEGES and its ON part, for what `owner` will create in the schema. */
export function onFutureObjects({ object_type, schema }: GrantConfig, owner: string): { alter: string; on: string } {
  return {
    alter: `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(owner)} IN SCHEMA ${quoteIdentifier(schema ?? "")}`,
    on: `ON ${object_type.toUpperCase()}S`,
  };
}
