import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "@pragma/sdk/provider";

/** How a connection is encrypted: not at all, always, or when the server can. */
export interface Tls {
  readonly options: false | ConnectionOptions;
  /** `sslmode=prefer` and `allow`: a server without TLS is reached in the clear. */
  readonly optional: boolean;
}

const MODES = ["disable", "allow", "prefer", "require", "no-verify", "verify-ca", "verify-full"] as const;
type Mode = (typeof MODES)[number];

/** These name files, and a provider runs where the caller's files are not. */
const FILE_PARAMS = ["sslcert", "sslkey", "sslcrl", "sslcrldir"];

/**
 * The TLS options of a connection URL, with libpq's meaning (PostgreSQL manual, 34.19), except that without `sslmode`
 * the connection is plain, as node-postgres does it. `ca` replaces the system's certificates and, as in libpq, makes
 * `require` verify the chain. Throws ConfigError on an unknown mode or a file that cannot be read from here.
 */
export function parseTls(params: URLSearchParams, ca?: string): Tls {
  const file = FILE_PARAMS.find((name) => params.has(name));
  if (file !== undefined) {
    throw new ConfigError(`server_url: ${file} names a file, which the provider cannot read; it is not supported`);
  }
  const rootCert = params.get("sslrootcert");
  if (rootCert !== null && rootCert !== "system") {
    throw new ConfigError(
      "server_url: sslrootcert names a file, which the provider cannot read; put the certificate itself into server_ca",
    );
  }
  const mode = readMode(params, ca);
  const authority = ca === undefined ? {} : { ca };
  switch (mode) {
    case "disable":
      return { options: false, optional: false };
    case "allow":
    case "prefer":
      return { options: { rejectUnauthorized: false }, optional: true };
    case "no-verify":
      return { options: { rejectUnauthorized: false }, optional: false };
    case "require":
      if (ca === undefined) return { options: { rejectUnauthorized: false }, optional: false };
      return { options: { ...authority, checkServerIdentity: () => undefined }, optional: false };
    case "verify-ca":
      return { options: { ...authority, checkServerIdentity: () => undefined }, optional: false };
    case "verify-full":
      return { options: authority, optional: false };
  }
}

function readMode(params: URLSearchParams, ca: string | undefined): Mode {
  const given = params.get("sslmode");
  if (given === null) return ca === undefined ? "disable" : "verify-full";
  const mode = MODES.find((known) => known === given);
  if (mode === undefined) {
    throw new ConfigError(`server_url: unknown sslmode, expected one of ${MODES.join(", ")}`);
  }
  return mode;
}
