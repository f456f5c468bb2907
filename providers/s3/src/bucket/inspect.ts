import { ask } from "../client/ask.ts";
import { textOf } from "../client/parse-xml.ts";
import type { Call } from "../client/send.ts";
import { readTags } from "../client/tagging.ts";

/** A bucket as it is. */
export interface ExistingBucket {
  versioning: boolean;
  tags: Record<string, string>;
}

/** Looks at a bucket; null if there is none. @throws ConfigError if it is somebody else's */
export async function inspectBucket(call: Call, bucket: string): Promise<ExistingBucket | null> {
  const request = { method: "GET", bucket, query: { versioning: "" } } as const;
  const versioning = await ask(call, request, ["NoSuchBucket"]);
  if (versioning === null) return null;
  return { versioning: textOf(versioning, "Status") === "Enabled", tags: await readTags(call, { bucket }) };
}
