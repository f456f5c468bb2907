import { z } from "zod";
import { type atUrl, bodyFields, connectionFields, dataFields, headers, statusCode } from "../fields.ts";

const fields = z.object({
  url: z.string().min(1).meta({
    sensitive: true,
    description:
      "Where to send it, or what follows the connection's base_url: /hooks. Sensitive, because services put tokens into such addresses",
  }),
  method: z
    .enum(["POST", "PUT", "PATCH", "GET", "DELETE"])
    .default("POST")
    .meta({ description: "Method of the request" }),
  headers: headers.default({}).meta({ description: "Templates of the headers" }),
  ...dataFields,
  ...bodyFields,
  on: z
    .array(z.enum(["create", "update", "delete"]))
    .min(1)
    .default(["create", "update"])
    .meta({ description: "When it is sent. {{event}} in a template says which of them it is" }),
  signing_secret: z.string().min(1).optional().meta({
    sensitive: true,
    description: "Signs the request as Standard Webhooks say: whsec_ and 24 to 64 bytes in base64",
  }),
  success: z.array(statusCode).min(1).optional().meta({
    description: "Statuses that mean success. Left out: 200 to 299",
  }),
  answer_headers: z.array(z.string().min(1)).default([]).meta({
    description: "Names of headers of the answer that become outputs",
  }),
  ...connectionFields,
});

/** At most one body. */
export const webhookConfig = fields.superRefine((config, context) => {
  const given = (["body", "form", "text"] as const).filter((kind) => config[kind] !== undefined);
  if (given.length > 1) {
    const message = `only one of ${given.join(" and ")} can be the body`;
    context.addIssue({ code: "custom", path: [given[1] ?? ""], message });
  }
});

export const webhookOutputs = z.object({
  status: z.int().nullable().meta({ description: "Status of the last answer; null if nothing was sent" }),
  headers: z.record(z.string(), z.string()),
});

/** A config whose address is known. */
export type WebhookConfig = ReturnType<typeof atUrl<z.output<typeof webhookConfig>>>;
export type WebhookOutputs = z.output<typeof webhookOutputs>;
