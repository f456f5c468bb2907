import { endpoints } from "@pragma/contract";
import { watchCaller } from "@pragma/core/access";
import { getBuild, readBuildLogs } from "@pragma/core/providers";
import { defineRoute } from "../../http/route.ts";
import { takeStream } from "../../http/stream-limit.ts";
import { streamText } from "../../http/text-stream.ts";

/** `GET /providers/{provider_id}/builds/{version}/logs` */
export const buildLogsRoute = defineRoute(
  endpoints.readBuildLogs,
  async ({ core, caller, params: { provider_id: provider, version }, request, reply }) => {
    // An absent build must be known before the stream begins.
    await getBuild(core, caller, provider, version);
    const giveBack = await takeStream(core, caller);
    try {
      return await streamText(reply, request.server.settings.stallMs, {
        read: (signal) => readBuildLogs(core, caller, provider, version, signal),
        watch: (cut) => watchCaller(core, caller, "providers:read", cut),
      });
    } finally {
      giveBack();
    }
  },
);
