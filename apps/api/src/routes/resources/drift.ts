import { DRIFT_CHECK_REQUESTS, endpoints } from "@pragma/contract";
import { checkResourceDrift } from "@pragma/core/provider-calls";
import { getResourceDrift } from "@pragma/core/resources/read";
import { takeMoreRequests } from "../../http/admission.ts";
import { okValue } from "../../http/answer.ts";
import { answerOver } from "../../http/response-writer.ts";
import { defineRoute } from "../../http/route.ts";

const FRESH = { "cache-control": "no-store" };

/** `GET /resources/{id}/drift` */
export const driftRoute = defineRoute(endpoints.getResourceDrift, async ({ core, caller, params, query }) =>
  okValue(await getResourceDrift(core, caller, params.id, { reveal: query.reveal ?? false }), FRESH),
);

/** `POST /resources/{id}/drift/check` */
export const checkDriftRoute = defineRoute(
  endpoints.checkResourceDrift,
  async ({ core, caller, params, request, reply }) => {
    await takeMoreRequests(request, reply, DRIFT_CHECK_REQUESTS - 1);
    return okValue(await checkResourceDrift(core, caller, params.id, answerOver(reply.raw)), FRESH);
  },
);
