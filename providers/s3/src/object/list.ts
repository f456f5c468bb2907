import { ConfigError, type ListOptions, type SearchContext } from "@pragma/sdk/provider";
import { ask } from "../client/ask.ts";
import { inBatches } from "../client/in-batches.ts";
import { decodeKey, isUrlEncoded } from "../client/listed-key.ts";
import { childrenOf, textOf } from "../client/parse-xml.ts";
import type { Call } from "../client/send.ts";
import { bucketOfIdentity, searchOf } from "../fields.ts";
import type { ObjectConfig } from "./config.ts";
import { MAX_CONTENT_BYTES } from "./content.ts";
import { declareObject } from "./declare.ts";
import { identityOf } from "./identity.ts";
import { loadObject, type Place } from "./inspect.ts";

/** Bytes of contents in one part of a list; the last object may exceed them. */
const MAX_PART_BYTES = 1024 * 1024;
const MAX_NAME_LENGTH = 253;

interface Listed {
  key: string;
  size: number;
}

/** Lists the objects of one bucket by key, with what is in those that a config can declare. */
export async function listObjects(ctx: SearchContext<ObjectConfig>, { cursor, limit }: ListOptions) {
  const { bucket } = ctx.config;
  if (bucket === undefined) throw new ConfigError("Objects are found in one bucket: name it in the field bucket");
  const call = searchOf(ctx);
  const { objects, isLast } = await listPart(call, bucketOfIdentity(bucket), { cursor, limit });
  const part = upToBudget(objects);
  const items = await inBatches(part, async ({ key, size }) => {
    const identity = identityOf({ bucket, key });
    if (identity === null) return [];
    const config = size > MAX_CONTENT_BYTES ? null : await declareIfAllowed(call, { bucket, key });
    return [{ identity, ...(key.length <= MAX_NAME_LENGTH && { name: key }), ...(config && { config }) }];
  });
  const isEnd = isLast && part.length === objects.length;
  return { items: items.flat(), cursor: isEnd ? null : (part.at(-1)?.key ?? null) };
}

async function listPart(
  call: Call,
  bucket: string,
  { cursor, limit }: ListOptions,
): Promise<{ objects: Listed[]; isLast: boolean }> {
  // One more than wanted: there are servers whose list begins with the key that it is to start after.
  const query = {
    ...{ "list-type": "2", "encoding-type": "url", "max-keys": String(limit + 1) },
    ...(cursor !== null && { "start-after": cursor }),
  };
  const list = await ask(call, { method: "GET", bucket, query });
  const isEncoded = isUrlEncoded(list);
  const objects = childrenOf(list, "Contents").map((element) => ({
    key: decodeKey(textOf(element, "Key") ?? "", isEncoded),
    size: Number(textOf(element, "Size") ?? 0),
  }));
  const part = objects.filter(({ key }) => key !== cursor).slice(0, limit);
  return { objects: part, isLast: textOf(list, "IsTruncated") !== "true" && part.at(-1)?.key === objects.at(-1)?.key };
}

/** The first of them whose contents have room in one part, at least one. */
function upToBudget(objects: readonly Listed[]): Listed[] {
  let bytes = 0;
  const end = objects.findIndex(({ size }) => {
    if (bytes > MAX_PART_BYTES) return true;
    bytes += size > MAX_CONTENT_BYTES ? 0 : size;
    return false;
  });
  return end === -1 ? [...objects] : objects.slice(0, end);
}

/** Null if it is gone, or this account may not read it. */
async function declareIfAllowed(call: Call, place: Place) {
  try {
    const loaded = await loadObject(call, place);
    return loaded && (await declareObject(call, loaded));
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
