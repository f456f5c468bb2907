import { parseKey, type ResourceRef, resourceKey } from "@pragma/language";
import type { GivenValue } from "./resource-field-kinds.ts";

/** The type of a provider's connections: contract section 11. */
export const CONNECTION_TYPE = "connection";
/** The name of the connection that a new resource uses if it names none. */
export const DEFAULT_CONNECTION = "default";

/** Key of the connection that an apply names: `provider/connection/name`. Null for none, undefined if it says nothing. */
export function connectionGiven({
  provider,
  connection,
}: {
  provider: string;
  connection?: GivenValue<"connection"> | null | undefined;
}): string | null | undefined {
  if (connection === undefined || connection === null) return connection;
  if (typeof connection !== "string") return resourceKey(connection);
  return connection.includes("/") ? connection : connectionKey(provider, connection);
}

/** Key of a connection of a provider. */
export function connectionKey(provider: string, name: string): string {
  return resourceKey({ provider, resource: CONNECTION_TYPE, name });
}

/** Whether a connection is of another provider than the resource that names it: it can never be used. */
export function isConnectionOfAnother({
  provider,
  connection,
}: {
  provider: string;
  connection: string | null;
}): boolean {
  return connection !== null && !connection.startsWith(`${provider}/`);
}

/** The identity of a connection by its key. */
export function connectionRef(key: string): ResourceRef {
  return parseKey(key) as ResourceRef;
}
