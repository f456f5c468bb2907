import type { ProviderContext } from "@pragma/sdk/provider";
import { z } from "zod";
import { bucketName, deletionPolicy, type OnServer, tags } from "../fields.ts";
import { MAX_CONTENT_BYTES } from "./content.ts";

/** Bounds of Amazon S3. */
const MAX_TAGS = 10;
const MAX_KEY_BYTES = 1024;
const MAX_METADATA_BYTES = 2048;

/** What a header can hold as it is, and servers give back as it was. */
const headerText = z
  .string()
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, "has printable ASCII characters alone, and no blank at its ends")
  .max(1024);

const metadata = z
  .record(
    z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, "has lower-case letters, digits, dots, underscores and hyphens"),
    headerText,
  )
  .refine(
    (all) => Object.entries(all).flat().join("").length <= MAX_METADATA_BYTES,
    `has at most ${MAX_METADATA_BYTES} bytes`,
  )
  .default({});

export const objectConfig = z.object({
  bucket: bucketName.meta({ immutable: true, description: "Name of the bucket" }),
  key: z
    .string()
    .min(1)
    .refine((key) => Buffer.byteLength(key) <= MAX_KEY_BYTES, `has at most ${MAX_KEY_BYTES} bytes`)
    .refine((key) => !key.includes("\0"), "must not hold a NUL character")
    .meta({ immutable: true, description: "Name in the bucket, such as images/logo.svg" }),
  content: z.string().max(MAX_CONTENT_BYTES).optional().meta({ description: "What is in it, as text (UTF-8)" }),
  content_base64: z
    .string()
    .max(MAX_CONTENT_BYTES * 2)
    .optional()
    .meta({ description: "What is in it, as base64: for content that is not text" }),
  content_type: headerText.default("application/octet-stream").meta({
    description: "What it is, such as text/html; charset=utf-8",
  }),
  cache_control: headerText.optional().meta({ description: "How long browsers may keep it, such as max-age=3600" }),
  content_encoding: headerText.optional().meta({ description: "How it is packed, such as gzip" }),
  content_disposition: headerText.optional().meta({ description: "How browsers offer it, such as attachment" }),
  metadata: metadata.meta({ description: "Headers that it is served with, without their x-amz-meta-" }),
  tags: tags(MAX_TAGS),
  deletion_policy: deletionPolicy,
});

export const objectOutputs = z.object({
  bucket: z.string(),
  key: z.string(),
  url: z.string().meta({ description: "Address, in the style that the connection says" }),
  etag: z.string().meta({ description: "The server's mark of this content" }),
  size: z.int().meta({ description: "Bytes" }),
  version_id: z.string().nullable().meta({ description: "Of a bucket that keeps versions; null otherwise" }),
});

export type ObjectConfig = OnServer<z.output<typeof objectConfig>>;
export type ObjectOutputs = z.output<typeof objectOutputs>;
export type ObjectContext = ProviderContext<ObjectConfig, ObjectOutputs>;
