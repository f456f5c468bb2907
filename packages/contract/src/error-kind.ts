import { z } from "zod";

/** Kind of an error, by what can help against it. */
export const errorKindSchema = z
  .enum(["config"])
  .nullable()
  .describe(
    "config: it failed, and only another config can help, or another value that it takes. null: a retry may help, or nothing failed",
  );
export type ErrorKind = z.infer<typeof errorKindSchema>;
