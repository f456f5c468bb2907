import { sep } from "node:path";
import { ConfigError, type SearchContext } from "@pragma/sdk/provider";
import { locate, type Place, realRootOf } from "./place.ts";

/** What is known where there is no resource yet: the folder that everything is below. */
export type Sought = SearchContext<{ root: string }>;

/** Fields that say where something is: its root only if that is not the one of the connection. */
export interface PlaceFields {
  root?: string;
  path: string;
}

/** Fields of the config of what is at `path`, below the root. */
export function placeFieldsOf({ config, connection }: Sought, path: string): PlaceFields {
  const { root } = config;
  return root === undefined || root === connection?.["root"] ? { path } : { root, path };
}

/**
 * Finds the place of an identity, an absolute path without symbolic links.
 *
 * @returns the place, and its path below the root
 * @throws ConfigError if it is not below the root, or goes through a link
 */
export async function placeOfIdentity({ config }: Sought, identity: string): Promise<{ place: Place; path: string }> {
  const { root = "" } = config;
  const realRoot = await realRootOf(root);
  const before = realRoot === sep ? sep : realRoot + sep;
  if (!identity.startsWith(before)) throw new ConfigError(`${identity} is not below ${realRoot}`);
  const path = identity.slice(before.length);
  const place = await locate({ root: realRoot, path });
  if (place.path !== identity) throw new ConfigError(`${identity} goes through a link: its identity is ${place.path}`);
  return { place, path };
}
