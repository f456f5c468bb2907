import { Readable } from "node:stream";
import { endpoints } from "@pragma/contract";
import { downloadFile, downloadSignedFile } from "@pragma/core/files";
import { unauthenticated } from "../../http/admission.ts";
import { notModified, SENT } from "../../http/answer.ts";
import { matchesEntityTag } from "../../http/entity-tag.ts";
import { cutStalledReader } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /files/{name}/download`, for a token or for a signature in the query. */
export const downloadRoute = defineRoute(
  endpoints.downloadFile,
  async ({ core, caller, params, query: { expires, signature }, request, reply }) => {
    if (caller === null && (expires === undefined || signature === undefined)) throw unauthenticated();
    const file =
      caller === null
        ? await downloadSignedFile(core, params.name, { expires: expires ?? "", signature: signature ?? "" })
        : await downloadFile(core, caller, params.name);
    const headers = {
      etag: `"${file.checksum}"`,
      // Whatever was uploaded must not run as a page of this origin.
      "content-disposition": `attachment; filename="${params.name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    };
    if (matchesEntityTag(request.headers["if-none-match"], headers.etag)) return notModified(headers);
    const parts = await file.open();
    reply.headers({ ...headers, "content-type": file.contentType, "content-length": file.size });
    cutStalledReader(reply.raw, request.server.settings.stallMs);
    reply.send(Readable.from(parts));
    return SENT;
  },
);
