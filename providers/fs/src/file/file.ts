import { ConfigError, defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import { type BelowRoot, belowRoot } from "../fields.ts";
import { accessAsFound } from "../files/inspect.ts";
import { listBelow } from "../files/walk.ts";
import { DEFAULT_MODE, fileFields, fileOutputs } from "./config.ts";
import { asText, readContentIfDeclarable } from "./content.ts";
import { fileHandlers } from "./handlers.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const fileConfig = z.object({
  ...fileFields,
  content: z.string().optional().meta({ description: "What is in it, as text (UTF-8)" }),
  content_base64: z.string().optional().meta({ description: "What is in it, as base64: for content that is not text" }),
});

type FileConfig = BelowRoot<z.output<typeof fileConfig>>;

/** A file with a given content. */
export const file = defineConnectedResource({
  description: "A file with a given content",
  tags: ["fs"],
  config: fileConfig,
  outputs: fileOutputs,
  connection,
  complete: (config, connected) => belowRoot(config, connected),
  ...fileHandlers<FileConfig>({
    contentOf,
    contentField: ({ content }) => (content === undefined ? "content_base64" : "content"),
    declare,
  }),

  async list(ctx, options) {
    return await listBelow(ctx, "file", options, async ({ path, existing }) => {
      const content = await readContentIfDeclarable(path);
      return content && { ...accessAsFound(existing, { mode: DEFAULT_MODE }), ...declare(content) };
    });
  },
});

function declare(content: Buffer): { content: string } | { content_base64: string } {
  const text = asText(content);
  return text === null ? { content_base64: content.toString("base64") } : { content: text };
}

/** Returns the content of the file. @throws ConfigError unless exactly one of the two fields says so */
function contentOf({ content, content_base64 }: Pick<FileConfig, "content" | "content_base64">): Buffer {
  if ((content === undefined) === (content_base64 === undefined)) {
    throw new ConfigError("Give either content or content_base64");
  }
  if (content !== undefined) return Buffer.from(content, "utf8");
  const encoded = content_base64?.replace(/\s/g, "") ?? "";
  if (!BASE64.test(encoded)) throw new ConfigError("content_base64 is not valid base64");
  return Buffer.from(encoded, "base64");
}
