import { endpoints } from "@pragma/contract";
import { deleteFile } from "@pragma/core/files";
import { NO_CONTENT } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `DELETE /files/{name}` */
export const deleteRoute = defineRoute(endpoints.deleteFile, async ({ core, caller, params }) => {
  await deleteFile(core, caller, params.name);
  return NO_CONTENT;
});
