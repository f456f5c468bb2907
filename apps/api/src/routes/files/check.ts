import { endpoints } from "@pragma/contract";
import { describeFile } from "@pragma/core/files";
import { defineRoute } from "../../http/route.ts";

/** `HEAD /files/{name}` */
export const checkRoute = defineRoute(endpoints.checkFile, async ({ core, caller, params }) => {
  const { contentType, size, checksum, uploadedAt } = await describeFile(core, caller, params.name);
  const headers = {
    "content-type": contentType,
    "content-length": String(size),
    etag: `"${checksum}"`,
    "last-modified": new Date(uploadedAt).toUTCString(),
  };
  return { status: 200, body: null, headers };
});
