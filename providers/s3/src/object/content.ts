import { ConfigError } from "@pragma/sdk/provider";
import type { ObjectConfig } from "./config.ts";

/** Bytes that a config can declare: as base64, a request has room for them. */
export const MAX_CONTENT_BYTES = 512 * 1024;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The content that a config declares. @throws ConfigError unless exactly one of two fields says it */
export function contentOf({ content, content_base64 }: Pick<ObjectConfig, "content" | "content_base64">): Buffer {
  if ((content === undefined) === (content_base64 === undefined)) {
    throw new ConfigError("Give either content or content_base64");
  }
  const encoded = content_base64?.replace(/\s/g, "") ?? "";
  if (!BASE64.test(encoded)) throw new ConfigError("content_base64 is not valid base64");
  const bytes = content === undefined ? Buffer.from(encoded, "base64") : Buffer.from(content, "utf8");
  if (bytes.length <= MAX_CONTENT_BYTES) return bytes;
  throw new ConfigError(
    `The content has ${bytes.length} bytes: an object that a config declares has at most ${MAX_CONTENT_BYTES}`,
  );
}

/** The field that declares a content. */
export function declareContent(content: Buffer): { content: string } | { content_base64: string } {
  const text = asText(content);
  return text === null ? { content_base64: content.toString("base64") } : { content: text };
}

/** A content as text; null if it is none: no UTF-8, or with a NUL, which no config may have. */
function asText(content: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
