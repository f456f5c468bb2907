import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import { isIP, Socket } from "node:net";
import { type Normalized, normalizeArgs } from "./arguments.ts";

/**
 * Makes connections fail with the reason. The namespace of a process without network blocks them anyway, but with an
 * error that tells an author nothing.
 */
export function explainNoNetwork(): void {
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function refuse(this: Socket, ...args: unknown[]): Socket {
    const [options] = Array.isArray(args[0]) ? (args[0] as unknown as Normalized) : normalizeArgs(args);
    if (options.path !== undefined && options.path !== null) return connect.apply(this, args);
    const { host = "localhost", port } = options;
    const error = noNetwork(`connect to ${host}:${port}`, "connect");
    (this as { connecting: boolean }).connecting = true;
    // The caller is not done with it yet.
    process.nextTick(() => this.destroy(error));
    return this;
  } as typeof Socket.prototype.connect;

  const { lookup } = dns;
  const refuse = (hostname: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as (error: Error | null) => void;
    const isHere = !hostname || isIP(hostname) !== 0 || hostname === "localhost";
    if (isHere) (lookup as (...args: unknown[]) => void)(hostname, ...rest);
    else process.nextTick(callback, noNetwork(`look up ${hostname}`, "getaddrinfo"));
  };
  Object.assign(dns, { lookup: refuse });
  syncBuiltinESMExports();
}

function noNetwork(what: string, syscall: string): Error {
  const why =
    'this provider has no network: "pragma" of its package.json does not say "network": "host", or its deployment took it away';
  return Object.assign(new Error(`${what} refused: ${why}`), { code: "EACCES", syscall });
}
