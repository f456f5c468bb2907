/**
 * Loaded before a provider, and in each thread and Node process that it starts, by a file beside the door that it is
 * told. The namespace of the process has no way out; this leads what it opens to its door, where the platform resolves,
 * checks and connects. It is a convenience for programs, not a boundary: code that bypasses it finds no network.
 */
import { syncBuiltinESMExports } from "node:module";
import { connectThrough } from "./connect.ts";
import { DoorClient } from "./door-client.ts";
import { lookUpThrough } from "./names.ts";

/** @param folder with the door's socket */
export function useDoor(folder: string): void {
  const door = new DoorClient(folder);
  connectThrough(door);
  lookUpThrough(door);
  syncBuiltinESMExports();
}
