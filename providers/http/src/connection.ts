import { defineConnection } from "@pragma/sdk/provider";
import { connectionConfig, DEFAULT_TIMEOUT } from "./fields.ts";
import { buildHeaders, parseUrl } from "./http/build.ts";
import { send } from "./http/send.ts";

const NOT_ALLOWED = new Set([401, 403]);

/** An API, and what every request to it carries. */
export const connection = defineConnection({
  description: "An API over HTTP, and what every request to it carries",
  tags: ["http"],
  config: connectionConfig,

  async check(ctx) {
    const { base_url, headers, timeout = DEFAULT_TIMEOUT, ca } = ctx.config;
    const request = {
      method: "GET",
      url: parseUrl(base_url, "base_url"),
      headers: buildHeaders([headers], null),
      body: null,
    };
    const { status } = await send(request, { timeout, ca, signal: ctx.signal });
    const details = { status };
    if (NOT_ALLOWED.has(status))
      return { status: "unhealthy", message: `The API answered ${status}: not allowed`, details };
    if (status >= 500) return { status: "unhealthy", message: `The API answered ${status}`, details };
    return { status: "healthy", details };
  },
});
