import { z } from "zod";
import { accessFields, type BelowRoot, deletionPolicy, placeFields } from "../fields.ts";

/** Permissions of a file whose config says nothing of them. */
export const DEFAULT_MODE = "0644";

/** Config fields of whatever becomes a file. */
export const fileFields = {
  ...placeFields,
  ...accessFields(DEFAULT_MODE),
  overwrite: z.boolean().default(false).meta({
    description: "Replace a file that is there before this resource was ever ready, rather than refuse it",
  }),
  deletion_policy: deletionPolicy,
};

export const fileOutputs = z.object({
  path: z.string().meta({ description: "Absolute path" }),
  checksum: z.string().meta({ description: "sha256: and the hash of its content" }),
  size: z.int().meta({ description: "Bytes" }),
});

export type FileFields = BelowRoot<z.output<z.ZodObject<typeof fileFields>>>;
export type FileOutputs = z.output<typeof fileOutputs>;
