/**
 * What a provider's process and its door say to each other: lines of JSON over the socket `DOOR_SOCKET`, in the one folder
 * that both see. Each answer carries the id of its question, and they may come in any order.
 *
 * Each requested connection gets its own socket in that folder, good for that connection alone: so the bytes of one can
 * never reach the end of another, however late the process is.
 */
export const DOOR_SOCKET = "door";

/** Longest line, `\n` included. */
export const DOOR_LINE_BYTES = 64 * 1024;

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

/** Whether a host can have this name. The door disconnects whoever asks for any other. */
export function isHostName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 255 && !value.includes("\0");
}

export type DoorQuestion = { id: number } & (
  | { ask: "connect"; host: string; port: number; family: 0 | 4 | 6 }
  | { ask: "lookup"; host: string; family: 0 | 4 | 6 }
  | { ask: "records"; method: RecordMethod; name: string; options?: object | undefined }
  /** Nobody waits for the answer to question `id` any longer. */
  | { ask: "cancel" }
);

/** A resolved address. */
export interface DoorAddress {
  address: string;
  family: 4 | 6;
}

/** An error in the form of Node's network errors. */
export interface DoorError {
  message: string;
  code?: string | undefined;
  syscall?: string | undefined;
  address?: string | undefined;
  port?: number | undefined;
  hostname?: string | undefined;
  /** One for each address tried, if there were several. */
  errors?: DoorError[] | undefined;
}

export type DoorAnswer = { id: number } & (
  | {
      /** Name of the socket to connect to, within a few seconds. */
      socket: string;
      /** The address of the other end. */
      remote: { address: string; family: "IPv4" | "IPv6"; port: number };
    }
  | { addresses: DoorAddress[] }
  | { records: unknown }
  | { error: DoorError }
);

/**
 * Sent without a question: the other end of a connection was reset. A local socket can only end, and a reset must not
 * look like an end; so the process is told to close it, and the door waits for that.
 */
export interface DoorReset {
  /** Of the answer that created it. */
  reset: string;
  error: DoorError;
}
