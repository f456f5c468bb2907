import { defineConnection } from "@pragma/sdk/provider";
import { connectionConfig } from "./fields.ts";
import { parseServerUrl } from "./server/server-url.ts";
import { withSession } from "./server/session.ts";

/** A server, and the account that does the work there. */
export const connection = defineConnection({
  description: "A Redis server, and an account that may manage its users",
  tags: ["redis"],
  config: connectionConfig,

  async check(ctx) {
    const { url, server_ca } = ctx.config;
    parseServerUrl(url, server_ca, "url");
    await withSession(ctx, { server_url: url, server_ca }, (session) => session.command("PING"));
  },
});
