import type { ProviderContext } from "@pragma/sdk/provider";
import { z } from "zod";
import { bucketName, deletionPolicy, type OnServer, tags } from "../fields.ts";

/** Tags that a bucket may have. */
const MAX_TAGS = 50;

export const bucketConfig = z.object({
  name: bucketName.meta({ immutable: true, description: "Name, which nobody else on the server may have" }),
  versioning: z.boolean().default(false).meta({
    description: "Keep what an object was before it was written again or deleted. False after true: keep no more",
  }),
  tags: tags(MAX_TAGS),
  force_destroy: z.boolean().default(false).meta({
    description: "On delete, delete what is in it as well rather than fail while it is not empty",
  }),
  deletion_policy: deletionPolicy,
});

export const bucketOutputs = z.object({
  name: z.string(),
  arn: z.string().meta({ description: "Its name in policies: arn:aws:s3:::name" }),
  url: z.string().meta({ description: "Address, in the style that the connection says" }),
});

export type BucketConfig = OnServer<z.output<typeof bucketConfig>>;
export type BucketOutputs = z.output<typeof bucketOutputs>;
export type BucketContext = ProviderContext<BucketConfig, BucketOutputs>;
