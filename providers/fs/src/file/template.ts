import { ConfigError, defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import { type BelowRoot, belowRoot } from "../fields.ts";
import { fileFields, fileOutputs } from "./config.ts";
import { asText } from "./content.ts";
import { fileHandlers } from "./handlers.ts";
import { literal, render } from "./render.ts";

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

type TemplateConfig = BelowRoot<z.output<typeof templateConfig>>;

/** A file made of a text and values. */
export const template = defineConnectedResource({
  description: "A file made of a text with placeholders, and values",
  tags: ["fs"],
  config: templateConfig,
  outputs: fileOutputs,
  connection,
  complete: (config, connected) => belowRoot(config, connected),
  ...fileHandlers<TemplateConfig>({
    contentOf: ({ template, values, secrets }) => Buffer.from(render(template, { secrets, ...values }), "utf8"),
    contentField: () => "template",
    declare(content, path) {
      const text = asText(content);
      if (text === null) throw new ConfigError(`${path} is no text: take it over as an fs/file`);
      return { template: literal(text) };
    },
  }),
});
