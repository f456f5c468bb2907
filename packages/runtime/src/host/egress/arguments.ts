import net, { type TcpSocketConnectOpts } from "node:net";

/** In options of a TLS connection, whose socket has to be told from the start that it will be a local one. */
export const TARGET = Symbol("target");

/** What a connection is asked for with. */
export type ConnectOptions = Partial<TcpSocketConnectOpts> & { path?: string; [TARGET]?: true };

/** Options and what to call when it is there. */
export type Normalized = [ConnectOptions, (() => void) | null];

/** Node's own reading of the arguments of `connect`, which it exports for such uses. */
export const { _normalizeArgs: normalizeArgs } = net as unknown as { _normalizeArgs(args: unknown[]): Normalized };
