import net, { type TcpSocketConnectOpts } from "node:net";

/** In options of a TLS connection, whose socket has to be told from the start that it will be a local one. */
export const TARGET = Symbol("target");

/** The arguments that ask for a connection. */
export type ConnectOptions = Partial<TcpSocketConnectOpts> & { path?: string; [TARGET]?: true };

/** Options, and the callback for when it is connected. */
export type Normalized = [ConnectOptions, (() => void) | null];

/** Node's own reading of the arguments of `connect`, which it exports for such uses. */
export const { _normalizeArgs: normalizeArgs } = net as unknown as { _normalizeArgs(args: unknown[]): Normalized };
