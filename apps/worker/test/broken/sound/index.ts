import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ text: z.string() }),
      outputs: z.object({ text: z.string() }),
      create: (ctx) => ({ text: ctx.config.text }),
      update: (ctx) => ({ text: ctx.config.text }),
      delete: async () => {},
    }),
  },
});
