import { DISCOVER_REQUESTS, endpoints } from "@pragma/contract";
import { discover } from "@pragma/core/provider-calls";
import { takeMoreRequests } from "../../http/admission.ts";
import { okValue } from "../../http/answer.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";

/** `POST /providers/{provider_id}/discover` */
export const discoverRoute = defineRoute(endpoints.discover, async ({ core, caller, params, body, request, reply }) => {
  await takeMoreRequests(request, reply, DISCOVER_REQUESTS - 1);
  const found = await discover(core, caller, params.provider_id, body, answerOver(reply.raw));
  return okValue(found, { "cache-control": "no-store" });
});
