import type { JsonObject } from "@pragma/contract";
import { typeOf } from "./provider.ts";

const SCHEMA = {
  type: "object",
  properties: { url: { type: "string", sensitive: true } },
  additionalProperties: false,
};

/** A provider whose things use connections. */
export const TYPES = { thing: typeOf(), connection: { ...typeOf(SCHEMA), connection: true } };
export const MAIN = "link/connection/main";
export const OTHER = "link/connection/other";
export const DEFAULT = "link/connection/default";
export const A = "link/thing/a";

export const ref = (name: string, provider = "link") => ({ provider, resource: "connection", name });
export const thing = (name: string, more: object = {}) => ({
  provider: "link",
  resource: "thing",
  name,
  config: {},
  ...more,
});

/** Config of the connection of a key. */
export const urlOf = (key: string): JsonObject => ({ url: `server://secret@${key}` });
