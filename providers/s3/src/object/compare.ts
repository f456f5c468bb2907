import { readTags } from "../client/tagging.ts";
import { callOf } from "../fields.ts";
import type { ObjectConfig, ObjectContext } from "./config.ts";
import { contentOf } from "./content.ts";
import { checksumOf, type ExistingObject, loadObject } from "./inspect.ts";
import { propertiesAsFound } from "./properties.ts";

/** What is remembered of a content that was written, or read: the server's mark says that it is still there. */
export interface Remembered {
  etag: string;
  checksum: string;
}

/** Whether the content is the declared one; `learned` is to be remembered, if it had to be read. */
export interface Comparison {
  isSame: boolean;
  learned: Remembered | null;
}

/** Compares the content of an object with its config's. It is read only where its size and the server's mark do not tell. */
export async function compareContent(ctx: ObjectContext, { outputs }: ExistingObject): Promise<Comparison> {
  const content = contentOf(ctx.config);
  if (outputs.size !== content.length) return { isSame: false, learned: null };
  const checksum = checksumOf(content);
  const remembered = ctx.state as Remembered | null;
  if (remembered?.etag === outputs.etag) return { isSame: remembered.checksum === checksum, learned: null };
  const loaded = await loadObject(callOf(ctx), ctx.config);
  if (loaded?.content === undefined) return { isSame: false, learned: null };
  const learned = { etag: loaded.outputs.etag, checksum: checksumOf(loaded.content) };
  return { isSame: learned.checksum === checksum, learned };
}

/** The object in terms of its config. */
export async function objectAsFound(ctx: ObjectContext, existing: ExistingObject, { isSame }: Comparison) {
  const { bucket, key } = ctx.config;
  return {
    ...{ bucket, key, ...propertiesAsFound(ctx.config, existing.headers) },
    tags: await readTags(callOf(ctx), { bucket, key }),
    ...(!isSame && { [contentField(ctx.config)]: anotherContent(existing) }),
  };
}

function contentField({ content }: ObjectConfig): "content" | "content_base64" {
  return content === undefined ? "content_base64" : "content";
}

/**
 * Stands for a content that is not the declared one. It is not told: an object may hold what nobody is to see who sees its resource. No
 * config can declare it, so nobody writes it to the object by accident.
 */
function anotherContent({ outputs: { etag, size } }: ExistingObject): never {
  return { etag, size } as never;
}
