import { ConfigError } from "@pragma/sdk/provider";
import { parseTls, type Tls } from "./tls.ts";

/** A PostgreSQL server and the account to work with, as its `server_url` names them. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  /** The database to connect to for work on the whole server. */
  readonly database: string;
  readonly tls: Tls;
  readonly connectTimeoutMs: number;
  /** The query part of the URL: connection URLs handed to others keep its TLS options. */
  readonly params: URLSearchParams;
}

const DEFAULT_PORT = 5432;
const DEFAULT_CONNECT_TIMEOUT_S = 10;

/** Parameters that libpq allows to contradict the URL's own parts. A second place for a password is one too many. */
const OVERRIDING_PARAMS = ["host", "hostaddr", "port", "user", "password", "dbname", "database"];

/**
 * Reads a connection URL (`postgres://user:password@host:port/database?sslmode=…`, PostgreSQL manual, 34.1.1.2).
 *
 * `ca` is a PEM certificate that the server's own must descend from.
 * Throws ConfigError; its message never repeats the URL, which holds a password.
 */
export function parseServerUrl(serverUrl: string, ca?: string): Server {
  const url = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined;
  if (url === undefined) {
    throw new ConfigError(
      "server_url is not a valid URL. It reads postgres://user:password@host:port/database; special characters in the password must be percent-encoded",
    );
  }
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") {
    throw new ConfigError(`server_url must begin with postgres:// or postgresql://, not ${url.protocol}//`);
  }
  if (url.hostname === "") throw new ConfigError("server_url must name a host");
  if (url.username === "") throw new ConfigError("server_url must name a user");
  const overriding = OVERRIDING_PARAMS.find((name) => url.searchParams.has(name));
  if (overriding !== undefined) {
    throw new ConfigError(`server_url must give the ${overriding} in its own place, not as a query parameter`);
  }
  const password = decode(url.password, "password");
  return {
    host: decode(url.hostname.replace(/^\[(.+)\]$/, "$1"), "host"),
    port: url.port === "" ? DEFAULT_PORT : Number(url.port),
    user: decode(url.username, "user"),
    password: password === "" ? undefined : password,
    database: decode(url.pathname.slice(1), "database") || "postgres",
    tls: parseTls(url.searchParams, ca),
    connectTimeoutMs: connectTimeoutMs(url.searchParams.get("connect_timeout")),
    params: url.searchParams,
  };
}

function decode(part: string, what: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigError(`server_url: the ${what} is not valid percent-encoding`);
  }
}

/** libpq: seconds; zero or negative means "wait for ever", which a provider call never does. */
function connectTimeoutMs(param: string | null): number {
  const seconds = param === null ? Number.NaN : Number(param);
  return (seconds > 0 ? seconds : DEFAULT_CONNECT_TIMEOUT_S) * 1000;
}
