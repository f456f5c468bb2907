import { createHash } from "node:crypto";
import { urlOf } from "../client/address.ts";
import { type Call, send } from "../client/send.ts";
import type { ObjectOutputs } from "./config.ts";
import { MAX_CONTENT_BYTES } from "./content.ts";

/** An object in its bucket. */
export interface Place {
  bucket: string;
  key: string;
}

/** An object as it is, without its content. */
export interface ExistingObject {
  outputs: ObjectOutputs;
  headers: Readonly<Record<string, string>>;
}

/** The same with its content: undefined if that is more than a config can declare. */
export type LoadedObject = ExistingObject & { content: Buffer | undefined };

const ABSENT = ["NoSuchKey", "NoSuchBucket"];

/** Looks at an object; null if there is none, or no bucket. */
export async function inspectObject(call: Call, { bucket, key }: Place): Promise<ExistingObject | null> {
  const place = { bucket, key };
  const { code, headers } = await send(call, { method: "HEAD", ...place }, ABSENT);
  return code === null ? { outputs: outputsOf(call, place, headers), headers } : null;
}

/** Reads an object; null if there is none, or no bucket. */
export async function loadObject(call: Call, { bucket, key }: Place): Promise<LoadedObject | null> {
  const place = { bucket, key };
  const answer = await send(call, { method: "GET", ...place, maxBytes: MAX_CONTENT_BYTES }, ABSENT);
  if (answer.code !== null) return null;
  const { headers } = answer;
  return { outputs: outputsOf(call, place, headers), headers, content: answer.cut ? undefined : answer.body };
}

/** Whether two contents are the same is known by it. */
export function checksumOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function outputsOf({ server }: Call, place: Place, headers: Readonly<Record<string, string>>): ObjectOutputs {
  const version = headers["x-amz-version-id"];
  return {
    ...place,
    url: urlOf(server, place),
    etag: headers["etag"] ?? "",
    size: Number(headers["content-length"] ?? 0),
    version_id: version === undefined || version === "null" ? null : version,
  };
}
