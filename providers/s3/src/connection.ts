import { defineConnection } from "@pragma/sdk/provider";
import { send } from "./client/send.ts";
import { connectionConfig } from "./fields.ts";

/** A server, and the account that does the work there. */
export const connection = defineConnection({
  description: "A server that speaks the S3 API, and a key for it",
  tags: ["s3"],
  config: connectionConfig,

  async check(ctx) {
    // Not every account may list its buckets; that the server knows the key is what counts.
    await send({ server: ctx.config, signal: ctx.signal }, { method: "GET" }, ["AccessDenied"]);
  },
});
