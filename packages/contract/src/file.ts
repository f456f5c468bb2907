import { z } from "zod";
import { timestampSchema } from "./timestamp.ts";

/** Outputs of a `pragma/file`. */
export const fileInfoSchema = z
  .object({
    url: z.string().describe("Needs a token with resources:read"),
    public_url: z.string().describe("Signed: works without a token until it expires"),
    size: z.int(),
    content_type: z.string(),
    checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    uploaded_at: timestampSchema,
  })
  .meta({ id: "FileInfo" });
export type FileInfo = z.infer<typeof fileInfoSchema>;

/** A URL that works without a token for a limited time. */
export const signedUrlSchema = z
  .object({ url: z.string(), expires_in: z.int().describe("Seconds that it works for") })
  .meta({ id: "SignedUrl" });
export type SignedUrl = z.infer<typeof signedUrlSchema>;
