import { resourceNameSchema } from "@pragma/contract";
import { uploadFile } from "@pragma/core/files";
import { z } from "zod";
import { router, scopedProcedure } from "../trpc.ts";

/** The only input that is no JSON: the bytes follow their name. */
const upload = z
  .instanceof(FormData, { error: "must be form data" })
  .transform((form): Record<"name" | "file", unknown> => ({ name: form.get("name"), file: form.get("file") }))
  .pipe(z.object({ name: resourceNameSchema, file: z.instanceof(Blob, { error: "must be a file" }) }));

/** Media type that a browser sends for a file that it does not know. */
const UNKNOWN = "application/octet-stream";

export const filesRouter = router({
  limits: scopedProcedure("resources:read").query(({ ctx }) => ({
    maxBytes: ctx.core.services.settings.maxFileBytes,
  })),

  /** The same as applying `pragma/file/{name}` with these bytes. */
  upload: scopedProcedure("resources:write")
    .input(upload)
    .mutation(async ({ ctx, input: { name, file } }) => {
      const bytes = Buffer.from(await file.arrayBuffer());
      return uploadFile(ctx.core, ctx.member, { name, contentType: file.type === "" ? UNKNOWN : file.type, bytes });
    }),
});
