import { randomBytes } from "node:crypto";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import type { z } from "zod";
import type { Call } from "../../src/client/send.ts";
import { connectionConfig } from "../../src/fields.ts";
import provider from "../../src/index.ts";
import type { Quirk } from "./quirks.ts";

/** A server that the cases run against. To be used from within tests and hooks. */
export interface S3Server {
  /** What it does in another way than Amazon S3. */
  readonly quirks: readonly Quirk[];
  /** Config of a connection of its administrator, with other values of some fields. */
  connection(other?: Partial<ConnectionConfig>): ConnectionConfig;
}

/** Where a bucket is, in the style of the server's connection. */
export function addressOf(server: S3Server, bucket: string): string {
  const { endpoint, path_style = true } = server.connection();
  return path_style ? `${endpoint}/${bucket}` : endpoint.replace("://", `://${bucket}.`);
}

export type ConnectionConfig = z.input<typeof connectionConfig>;

/** A provider that uses the server. */
export function harnessOf(server: S3Server, other?: Partial<ConnectionConfig>) {
  return new ProviderHarness(provider, { connection: server.connection(other) });
}

type Harness = ReturnType<typeof harnessOf>;

/** Lists by parts of two until the end. */
export async function listAll(harness: Harness, ...[type, search]: Parameters<Harness["list"]>): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let cursor: string | null = null;
  do {
    const part: Awaited<ReturnType<Harness["list"]>> = await harness.list(type, { ...search, limit: 2, cursor });
    if (part.error) throw part.error.cause;
    if (part.items.length > 2) throw new Error("A part has more than was asked for");
    found.push(...part.items);
    cursor = part.cursor;
  } while (cursor !== null);
  return found;
}

type Candidate = NonNullable<Awaited<ReturnType<Harness["list"]>>["items"]>[number];

/** For what is done to the server by hand. */
export function callTo(server: S3Server): Call {
  return { server: connectionConfig.parse(server.connection()), signal: new AbortController().signal };
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}
