/**
 * Loaded before a provider, and in each thread and Node process that it starts, by a file beside the proxy that it is
 * told. The namespace of the process has no way out; this leads what it opens to its proxy, where the platform resolves,
 * checks and connects. It is a convenience for programs, not a boundary: code that bypasses it finds no network.
 */
import { syncBuiltinESMExports } from "node:module";
import { connectThrough } from "./connect.ts";
import { lookUpThrough } from "./names.ts";
import { ProxyClient } from "./proxy-client.ts";

/** @param folder with the proxy's socket */
export function useProxy(folder: string): void {
  const proxy = new ProxyClient(folder);
  connectThrough(proxy);
  lookUpThrough(proxy);
  syncBuiltinESMExports();
}
