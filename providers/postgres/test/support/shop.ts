import { readFileSync } from "node:fs";
import type { JsonObject } from "@pragma/language";
import { parseAllDocuments } from "yaml";

/** A resource of the example as its manifest declares it. */
export interface Declared {
  provider: string;
  resource: string;
  name: string;
  /** Name of its connection. */
  connection?: string;
  config: JsonObject;
}

/** The documents of `examples/shop.yaml`, with the server's URL where the manifest takes it from a file. */
export function readShop(serverUrl: string): Declared[] {
  const text = readFileSync(new URL("../../../../examples/shop.yaml", import.meta.url), "utf8");
  return parseAllDocuments(text.replace('"@server-url"', JSON.stringify(serverUrl))).map(
    (document) => document.toJS() as Declared,
  );
}

export function friendlyId({ provider, resource, name }: Declared): string {
  return `${provider}/${resource}/${name}`;
}
