import { endpoints } from "@pragma/contract";
import { uploadFile } from "@pragma/core/files";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /files/{name}/upload` */
export const uploadRoute = defineRoute(endpoints.uploadFile, async ({ core, caller, params, body }) => {
  const { bytes, contentType } = body;
  return okValue(await uploadFile(core, caller, { name: params.name, contentType, bytes }));
});
