import type { GrantConfig } from "./config.ts";
import type { GrantedObject } from "./held.ts";

/** Objects that a grant without names was given on, by their oid; null if that is not known. */
export type Granted = readonly number[] | null;

/** As many as surely fit into the 64 KiB that a state may have. */
const MAX_OBJECTS = 5000;

/** State of a grant: which objects were there when it was applied, where its config does not say so. */
export function stateOf(config: GrantConfig, objects: readonly GrantedObject[]): { objects: number[] } | null {
  if (!isOnAll(config) || objects.length > MAX_OBJECTS) return null;
  return { objects: objects.map(({ oid }) => oid) };
}

/** Reads what `stateOf` made. Null for grants that were applied before there was one. */
export function grantedOf(state: unknown): Granted {
  return state === null ? null : (state as { objects: number[] }).objects;
}

/** Whether it is for all tables or sequences of a schema. */
export function isOnAll({ object_type, objects }: GrantConfig): boolean {
  return objects === undefined && (object_type === "table" || object_type === "sequence");
}
