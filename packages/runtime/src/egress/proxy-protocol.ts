/**
 * Messages between a provider's process and its proxy: lines of JSON over the socket `PROXY_SOCKET`, in the one folder
 * that both see. Each answer carries the id of its question, and they may come in any order.
 *
 * Each requested connection gets its own socket in that folder, good for that connection alone: so the bytes of one can
 * never reach the end of another, however late the process is. The socket's name is published (docs/provider-protocol.md).
 */
export const PROXY_SOCKET = "door";

/** Longest line, `\n` included. */
export const PROXY_LINE_BYTES = 64 * 1024;

/** The kinds of records that a process may ask the machine's resolver for, by the method of Node's `dns.promises`. */
export const RECORD_METHODS = [
  "resolve4",
  "resolve6",
  "resolveAny",
  "resolveCaa",
  "resolveCname",
  "resolveMx",
  "resolveNaptr",
  "resolveNs",
  "resolvePtr",
  "resolveSoa",
  "resolveSrv",
  "resolveTlsa",
  "resolveTxt",
  "reverse",
] as const;
export type RecordMethod = (typeof RECORD_METHODS)[number];

/** Whether a host can have this name. The proxy disconnects whoever asks for any other. */
export function isHostName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 255 && !value.includes("\0");
}

export type ProxyQuestion = { id: number } & (
  | { ask: "connect"; host: string; port: number; family: 0 | 4 | 6 }
  | { ask: "lookup"; host: string; family: 0 | 4 | 6 }
  | { ask: "records"; method: RecordMethod; name: string; options?: object | undefined }
  /** Nobody waits for the answer to question `id` any longer. */
  | { ask: "cancel" }
);

/** A resolved address. */
export interface ProxyAddress {
  address: string;
  family: 4 | 6;
}

/** An error in the form of Node's network errors. */
export interface ProxyError {
  message: string;
  code?: string | undefined;
  syscall?: string | undefined;
  address?: string | undefined;
  port?: number | undefined;
  hostname?: string | undefined;
  /** One for each address tried, if there were several. */
  errors?: ProxyError[] | undefined;
}

export type ProxyAnswer = { id: number } & (
  | {
      /** Name of the socket to connect to, within a few seconds. */
      socket: string;
      /** The address of the other end. */
      remote: { address: string; family: "IPv4" | "IPv6"; port: number };
    }
  | { addresses: ProxyAddress[] }
  | { records: unknown }
  | { error: ProxyError }
);

/**
 * Sent without a question: the other end of a connection was reset. A local socket can only end, and a reset must not
 * look like an end; so the process is told to close it, and the proxy waits for that.
 */
export interface ProxyReset {
  /** Field `reset` of the answer that created it. */
  reset: string;
  error: ProxyError;
}
