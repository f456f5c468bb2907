import type { Quirk } from "./quirks.ts";
import type { ConnectionConfig } from "./s3-server.ts";

/** A server that others have written. */
export interface RealServer {
  readonly name: string;
  readonly quirks: readonly Quirk[];
  start(): Promise<RunningServer>;
}

export interface RunningServer {
  /** Config of a connection of its administrator. */
  connection: ConnectionConfig;
  stop(): Promise<void>;
}
