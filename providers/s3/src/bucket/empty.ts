import { ConfigError } from "@pragma/sdk/provider";
import { ask } from "../client/ask.ts";
import { decodeKey, isUrlEncoded } from "../client/listed-key.ts";
import { childrenOf, textOf } from "../client/parse-xml.ts";
import { type Call, send } from "../client/send.ts";
import { writeXml } from "../client/write-xml.ts";

/** Most that one request may list, or delete. */
const PART = 1000;

/** A version of an object, or the mark that one was deleted. */
interface Version {
  Key: string;
  VersionId: string;
}

/**
 * Deletes all objects of a bucket, with all of their versions. What is deleted stays so if it is interrupted.
 *
 * @returns how many versions there were
 * @throws ConfigError for what the server does not delete, naming the first
 */
export async function emptyBucket(call: Call, bucket: string): Promise<number> {
  for (let count = 0; ; ) {
    const versions = await firstVersions(call, bucket);
    if (versions.length === 0) return count;
    await deleteAll(
      call,
      bucket,
      versions.filter(({ Key }) => isXml(Key)),
    );
    for (const { Key: key, VersionId: versionId } of versions.filter(({ Key }) => !isXml(Key))) {
      await send(call, { method: "DELETE", bucket, key, query: { versionId } });
    }
    count += versions.length;
  }
}

async function firstVersions(call: Call, bucket: string): Promise<Version[]> {
  const query = { versions: "", "encoding-type": "url", "max-keys": String(PART) };
  const list = await ask(call, { method: "GET", bucket, query });
  const isEncoded = isUrlEncoded(list);
  return [...childrenOf(list, "Version"), ...childrenOf(list, "DeleteMarker")].map((version) => ({
    Key: decodeKey(textOf(version, "Key") ?? "", isEncoded),
    VersionId: textOf(version, "VersionId") ?? "null",
  }));
}

async function deleteAll(call: Call, bucket: string, versions: readonly Version[]): Promise<void> {
  if (versions.length === 0) return;
  const body = writeXml("Delete", { Quiet: true, Object: versions.map(({ Key, VersionId }) => ({ Key, VersionId })) });
  const answer = await ask(call, { method: "POST", bucket, query: { delete: "" }, body });
  const [failed, ...more] = childrenOf(answer, "Error");
  if (failed === undefined) return;
  const [key, code, words] = ["Key", "Code", "Message"].map((name) => textOf(failed, name) ?? "");
  const others = more.length === 0 ? "" : `, and ${more.length} others`;
  throw new ConfigError(
    `The object ${JSON.stringify(key)} of the bucket "${bucket}"${others} stays: ${code}: ${words}`,
  );
}

/** Whether XML can say it: not, for most control characters. */
function isXml(key: string): boolean {
  return !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(key);
}
