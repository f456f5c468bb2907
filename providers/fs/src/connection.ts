import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { defineConnection } from "@pragma/sdk/provider";
import { connectionConfig } from "./fields.ts";
import { inPlainWords } from "./files/errors.ts";
import { realRootOf } from "./files/place.ts";

/** A folder on the machine where the worker runs. */
export const connection = defineConnection({
  description: "A folder that files are below",
  tags: ["fs"],
  config: connectionConfig,

  async check(ctx) {
    const root = await realRootOf(ctx.config.root);
    await access(root, constants.W_OK | constants.X_OK).catch((error) => Promise.reject(inPlainWords(error, root)));
  },
});
