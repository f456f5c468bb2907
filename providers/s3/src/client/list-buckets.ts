import { ask } from "./ask.ts";
import { childOf, childrenOf, textOf } from "./parse-xml.ts";
import type { Call } from "./send.ts";

/** Room for as many buckets as an account of Amazon S3 may have. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Names of the account's buckets, in their order. */
export async function listBuckets(call: Call): Promise<string[]> {
  const list = await ask(call, { method: "GET", maxBytes: MAX_BYTES });
  const buckets = childrenOf(childOf(list, "Buckets"), "Bucket");
  return buckets.map((bucket) => textOf(bucket, "Name") ?? "").sort();
}
