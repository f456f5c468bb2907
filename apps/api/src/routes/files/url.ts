import { endpoints } from "@pragma/contract";
import { signFileUrl } from "@pragma/core/files";
import { okValue } from "../../http/answer.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /files/{name}/url` */
export const urlRoute = defineRoute(endpoints.getFileUrl, async ({ core, caller, params }) =>
  okValue(await signFileUrl(core, caller, params.name), { "cache-control": "no-store" }),
);
