import { z } from "zod";

/** A status that counts as success. */
export const statusCode = z.int().min(200).max(599);

/** Headers; their values may hold tokens. */
export const headers = z.record(z.string().min(1).max(256), z.string().max(8192).meta({ sensitive: true }));

/** Data for templates: what is known to everybody, and what is not. */
export const dataFields = {
  values: z.record(z.string(), z.json()).default({}).meta({
    description: "Data for the templates, as {{values.<key>}}: any JSON",
  }),
  secrets: z
    .record(z.string(), z.string().meta({ sensitive: true }))
    .default({})
    .meta({
      description: "Secret texts for the templates, as {{secrets.<key>}}",
    }),
};

/** How to connect, the same for every type. */
export const connectionFields = {
  ca: z.string().min(1).optional().meta({
    description: "PEM certificate that the server's own must descend from. Left out: one that the system trusts",
  }),
  timeout: z.number().min(0.1).max(300).default(30).meta({
    description: "Seconds that one request may take, its answer included",
  }),
};

/** The body of a request; at most one of the three is given. */
export const bodyFields = {
  body: z.json().optional().meta({ description: "Template of a JSON body" }),
  form: z.record(z.string(), z.string()).optional().meta({
    description: "Templates of the fields of a form (application/x-www-form-urlencoded)",
  }),
  text: z.string().optional().meta({
    description: "Template of a body of any kind; name its type in a content-type header",
  }),
};

/** Answers with more bytes are not read to their end. */
export const MAX_ANSWER_BYTES = 1024 * 1024;
