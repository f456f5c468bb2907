import { z } from "zod";
import { bucketName, deletionPolicy } from "../fields.ts";

/** Fields of every type that is one set of rules of a bucket. */
export const rulesFields = {
  bucket: bucketName.meta({ immutable: true, description: "Name of the bucket" }),
  deletion_policy: deletionPolicy,
};

export const rulesOutputs = z.object({ bucket: z.string() });
