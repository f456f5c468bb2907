import { ConfigError } from "@pragma/sdk/provider";
import type { Server } from "../fields.ts";
import { describe } from "./describe.ts";
import type { S3Request } from "./send.ts";

/** Failures of TLS that Node reports by `code`; no retry gives a server another certificate. */
const TLS_CODES = /^(?:ERR_(?:TLS|SSL|OSSL)_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be looked up at the moment",
  ECONNREFUSED: "nothing accepts connections there",
  ETIMEDOUT: "the host cannot be reached",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
};

/** The error for a request that got no answer: to be retried, but for what is wrong with the server's certificate. */
export function connectionError(
  error: unknown,
  { server, request, timedOut }: { server: Server; request: S3Request; timedOut: number | null },
): Error {
  const where = describe(server, request);
  if (timedOut !== null) return new Error(`${where}: no complete answer within ${timedOut} s`);
  if (!(error instanceof Error)) return new Error(`${where}: ${String(error)}`);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (TLS_CODES.test(code)) {
    return new ConfigError(`${where}: TLS failed: ${error.message} (${code}). Check endpoint and server_ca`);
  }
  const reason = REASONS[code] ?? (error.message || "the connection failed");
  return new Error(`${where}: ${reason}${code && ` (${code})`}`);
}
