import { z } from "zod";
import { type atUrl, connectionFields, headers, statusCode } from "../fields.ts";

export const checkConfig = z.object({
  url: z
    .string()
    .min(1)
    .meta({ description: "What has to answer: a URL, or what follows the connection's base_url, such as /health" }),
  method: z.enum(["GET", "HEAD"]).default("GET").meta({ description: "Method of the request" }),
  headers: headers.default({}).meta({ description: "Headers of the request; not sent on to another origin" }),
  status: z.array(statusCode).min(1).optional().meta({
    description: "Statuses that are fine, after redirects. Left out: 200 to 299",
  }),
  contains: z.string().min(1).optional().meta({ description: "A text that the body has to hold" }),
  json: z.record(z.string(), z.json()).default({}).meta({
    description: "What has to stand in a JSON body: values by path, such as status or checks.0.ok",
  }),
  wait: z.number().min(0).max(240).default(60).meta({
    description: "Seconds that one attempt waits for it to become fine",
  }),
  interval: z.number().min(0.05).max(60).default(2).meta({ description: "Seconds between two requests meanwhile" }),
  ...connectionFields,
});

export const checkOutputs = z.object({ url: z.string(), status: z.int() });

/** A config whose address is known. */
export type CheckConfig = ReturnType<typeof atUrl<z.output<typeof checkConfig>>>;
