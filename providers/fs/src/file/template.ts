import { defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { fileFields, fileOutputs } from "./config.ts";
import { fileHandlers } from "./handlers.ts";
import { render } from "./render.ts";

const templateConfig = z.object({
  ...fileFields,
  template: z.string().meta({
    description: "The text, with {{key}} where a value goes; {{a.b}} is b of a, and \\{{ stands for two braces",
  }),
  values: z.record(z.string(), z.json()).default({}).meta({ description: "What goes into the text" }),
  secrets: z
    .record(z.string(), z.string().meta({ sensitive: true }))
    .default({})
    .meta({
      description: "Secret values for the text, as {{secrets.key}}",
    }),
});

type TemplateConfig = z.output<typeof templateConfig>;

/** A file made of a text and values. */
export const template = defineResource({
  description: "A file made of a text with placeholders, and values",
  tags: ["fs"],
  config: templateConfig,
  outputs: fileOutputs,
  ...fileHandlers<TemplateConfig>(({ template, values, secrets }) =>
    Buffer.from(render(template, { secrets, ...values }), "utf8"),
  ),
});
