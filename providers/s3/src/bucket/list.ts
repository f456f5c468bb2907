import { ConfigError, type ListOptions } from "@pragma/sdk/provider";
import { inBatches } from "../client/in-batches.ts";
import { listBuckets } from "../client/list-buckets.ts";
import type { Call } from "../client/send.ts";
import { bucketName } from "../fields.ts";
import { type ExistingBucket, inspectBucket } from "./inspect.ts";

/** Lists the account's buckets by name. One that it may not look at, or that is in another region, is listed by its name alone. */
export async function listedBuckets(call: Call, { cursor, limit }: ListOptions) {
  const all = (await listBuckets(call)).filter((name) => bucketName.safeParse(name).success);
  const rest = all.filter((name) => cursor === null || name > cursor);
  const part = rest.slice(0, limit);
  const items = await inBatches(part, async (name) => {
    const existing = await inspectIfAllowed(call, name);
    return { identity: name, ...(existing && { config: { name, ...existing } }) };
  });
  return { items, cursor: rest.length > limit ? (part.at(-1) ?? null) : null };
}

async function inspectIfAllowed(call: Call, name: string): Promise<ExistingBucket | null> {
  try {
    return await inspectBucket(call, name);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}
