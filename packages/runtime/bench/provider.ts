import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

/** Does nothing, so that only the way there and back is measured. */
export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ text: z.string() }),
      outputs: z.object({ text: z.string() }),
      create: (ctx) => ({ text: ctx.config.text }),
      update: (ctx) => ({ text: ctx.config.text }),
      delete() {},
    }),
  },
});
