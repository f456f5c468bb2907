import { ConfigError } from "@pragma/sdk/provider";

/** A Redis server and the account to work with, as its `server_url` names them. */
export interface Server {
  host: string;
  port: number;
  /** `default` where the URL names none, as Redis has it. */
  user: string;
  password: string | undefined;
  database: number;
  tls: boolean;
  ca: string | undefined;
}

const DEFAULT_PORT = 6379;

/**
 * Reads `redis://user:password@host:port/database`, or `rediss://` for TLS (IANA registrations of both schemes).
 *
 * `field` is what the config calls it. Throws ConfigError; its message never repeats the URL, which holds a password.
 */
export function parseServerUrl(serverUrl: string, ca?: string, field = "server_url"): Server {
  const url = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined;
  if (url === undefined) {
    throw new ConfigError(
      `${field} is not a valid URL. It reads redis://user:password@host:port/database; special characters in the password must be percent-encoded`,
    );
  }
  if (url.protocol !== "redis:" && url.protocol !== "rediss:") {
    throw new ConfigError(`${field} must begin with redis:// or rediss://, not ${url.protocol}//`);
  }
  if (url.hostname === "") throw new ConfigError(`${field} must name a host`);
  if (url.search !== "") throw new ConfigError(`${field} must not have query parameters`);
  const tls = url.protocol === "rediss:";
  if (ca !== undefined && !tls) throw new ConfigError(`server_ca is for rediss://, and ${field} begins with redis://`);
  const database = url.pathname.replace(/^\//, "");
  if (!/^\d{0,5}$/.test(database)) throw new ConfigError(`${field}: the database is a number, such as /0`);
  return {
    host: decode(url.hostname.replace(/^\[(.+)\]$/, "$1"), `${field}: the host`),
    port: url.port === "" ? DEFAULT_PORT : Number(url.port),
    user: decode(url.username, `${field}: the user`) || "default",
    password: decode(url.password, `${field}: the password`) || undefined,
    database: Number(database),
    tls,
    ca,
  };
}

function decode(part: string, what: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigError(`${what} is not valid percent-encoding`);
  }
}

/** The URL under which a user connects to the same database. */
export function connectionUrl({ host, port, database, tls }: Server, user: string, password: string): string {
  const name = host.includes(":") ? `[${host}]` : encodeURIComponent(host);
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `${tls ? "rediss" : "redis"}://${credentials}@${name}:${port}/${database}`;
}
