import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

/** Its schema refers to something outside itself. */
export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ text: z.string().meta({ $ref: "https://example.com/schema" }) }),
      outputs: z.object({}),
      create: () => ({}),
      update: () => ({}),
      delete: async () => {},
    }),
  },
});
