import { isIP, type LookupFunction, Socket } from "node:net";
import tls, { type ConnectionOptions } from "node:tls";
import type { ProxyAddress } from "../../egress/proxy-protocol.ts";
import { type ConnectOptions, type Normalized, normalizeArgs, TARGET } from "./arguments.ts";
import type { ProxyClient } from "./proxy-client.ts";

/** Members of a socket that Node's own `connect` uses beyond its types. */
interface Inner {
  connecting: boolean;
  _handle: unknown;
  _undestroy?: () => void;
}
type TlsOptions = ConnectionOptions & { [TARGET]?: true };
type Connect = (this: Socket, ...args: unknown[]) => Socket;

/** Leads each connection that a program of this thread opens through the proxy, whichever library opens it. */
export function connectThrough(proxy: ProxyClient): void {
  const connect = Socket.prototype.connect as Connect;
  Socket.prototype.connect = function connectOut(this: Socket, ...args: unknown[]): Socket {
    const [options, listener] = Array.isArray(args[0]) ? (args[0] as unknown as Normalized) : normalizeArgs(args);
    const isLocal = options.path !== undefined && options.path !== null && !options[TARGET];
    if (isLocal || options.port === undefined || options.port === null) return connect.apply(this, args);
    if (listener) this.once("connect", listener);
    open(this as Socket & Partial<Inner>, options, proxy, connect);
    return this;
  } as typeof Socket.prototype.connect;

  const connectTls = tls.connect as (options: ConnectionOptions, listener?: () => void) => tls.TLSSocket;
  tls.connect = function connectOut(...args: unknown[]): tls.TLSSocket {
    const [options, listener] = tlsArguments(args);
    const isOurs = !options.socket && !options.path;
    const led: TlsOptions = { ...options, path: proxy.pathOf("none"), [TARGET]: true };
    return connectTls(isOurs ? led : options, listener);
  } as typeof tls.connect;
}

function open(socket: Socket & Partial<Inner>, options: ConnectOptions, proxy: ProxyClient, connect: Connect): void {
  // As Node has it while it looks a name up: a socket may be used again, writes wait, and destroying ends it.
  if (!socket._handle) socket._undestroy?.();
  (socket as { connecting: boolean }).connecting = true;
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  socket.once("close", leave);
  const host = options.host || "localhost";
  // Libraries wait for it with a separate deadline.
  const tellLookup = (...found: unknown[]): void => {
    if (isIP(host) === 0) socket.emit("lookup", ...found, host);
  };
  connectionTo(options, proxy, gone.signal).then(
    ({ socket: name, remote }) => {
      socket.off("close", leave);
      if (socket.destroyed) return;
      for (const [key, value] of Object.entries(remote)) {
        const property = `remote${key[0]?.toUpperCase()}${key.slice(1)}`;
        Object.defineProperty(socket, property, { value, configurable: true });
      }
      tellLookup(null, remote.address, remote.family === "IPv6" ? 6 : 4);
      // A listener may have destroyed it.
      if (socket.destroyed) return;
      // Data written meanwhile, or an end, is kept.
      socket._undestroy = () => {};
      connect.call(socket, { path: proxy.pathOf(name) });
      delete socket._undestroy;
      proxy.watch(name, socket);
    },
    (error: NodeJS.ErrnoException) => {
      if (error.syscall === "getaddrinfo") tellLookup(error, undefined, undefined);
      socket.destroy(error);
    },
  );
}

async function connectionTo(options: ConnectOptions, proxy: ProxyClient, signal: AbortSignal) {
  const port = Number(options.port);
  // In Node's words.
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw Object.assign(new RangeError(`Port should be >= 0 and < 65536. Received ${String(options.port)}.`), {
      code: "ERR_SOCKET_BAD_PORT",
    });
  const host = options.host || "localhost";
  const family = options.family === 4 || options.family === 6 ? options.family : 0;
  const { lookup } = options;
  if (!lookup || lookup === originalLookup.current || isIP(host) !== 0)
    return proxy.ask<"socket">({ ask: "connect", host, port, family }, signal);
  let failure: unknown;
  for (const { address } of await lookUp(lookup, host, family)) {
    try {
      return await proxy.ask<"socket">({ ask: "connect", host: address, port, family: 0 }, signal);
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/** Node's own lookup, which the proxy does as well: only a custom one is called. */
export const originalLookup: { current: unknown } = { current: undefined };

/** Asks the lookup that the program gave. */
function lookUp(lookup: LookupFunction, host: string, family: 0 | 4 | 6): Promise<ProxyAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { family, all: true }, (error, found, foundFamily) => {
      if (error) reject(error);
      else if (Array.isArray(found)) resolve(found as ProxyAddress[]);
      else resolve([{ address: found, family: foundFamily === 6 ? 6 : 4 }]);
    });
  });
}

/** The arguments of `tls.connect`: options may come after port and host. */
function tlsArguments(args: unknown[]): [TlsOptions, (() => void) | undefined] {
  const [options, listener] = normalizeArgs(args);
  const more = [args[1], args[2]].find((value) => typeof value === "object" && value !== null);
  return [{ ...options, ...more } as TlsOptions, listener ?? undefined];
}
