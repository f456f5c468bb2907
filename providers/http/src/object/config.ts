import { ConfigError } from "@pragma/sdk/provider";
import { z } from "zod";
import {
  apart,
  asTemplate,
  bodyFields,
  connected,
  type connectionConfig,
  connectionFields,
  dataFields,
  headers,
  statusCode,
} from "../fields.ts";
import { mentions } from "../template/template.ts";

const path = z.string().max(512);

function operationShape(method: string) {
  return {
    method: z
      .string()
      .regex(/^[A-Z]{1,16}$/, "a method is written in capitals, such as PATCH")
      .default(method),
    path: z
      .string()
      .max(4096)
      .regex(/^(?:[/?]|$)/, "begins with /")
      .meta({
        description: "Template of what follows base_url. Values are percent-encoded; {{+name}} keeps their slashes",
        examples: ["/example"],
      }),
    query: z.record(z.string(), z.string()).default({}).meta({ description: "Templates of query parameters" }),
    headers: headers.default({}).meta({ description: "Templates of headers of this request alone" }),
    ...bodyFields,
    success: z.array(statusCode).min(1).optional().meta({
      description: "Statuses that mean success. Left out: 200 to 299",
    }),
  };
}

const operation = (method: string) => z.object(operationShape(method));

const find = z.object({
  ...operationShape("GET"),
  items: path.default("").meta({ description: "Path to the list in the answer. Left out: the answer is the list" }),
  match: z
    .record(z.string(), z.string())
    .refine((match) => Object.keys(match).length > 0, "names at least one field")
    .meta({ description: "Templates of what fields of an item, by path, must be for it to be this object" }),
});

const ready = z.object({
  path: path.min(1).meta({ description: "Path in the answer of read to what tells the state" }),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .meta({
      description: "What it is when the object can be used",
    }),
  failed: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .default([])
    .meta({
      description: "What it is when that will never be: no retry then",
    }),
  timeout: z.number().min(1).max(240).default(120).meta({ description: "Seconds to wait for it in one attempt" }),
  interval: z.number().min(0.05).max(60).default(2).meta({ description: "Seconds between two looks" }),
});

const fields = z.object({
  base_url: z.string().min(1).optional().meta({
    description: "Where the API is: https://api.example.com/v1. Left out: that of the connection, with its headers",
  }),
  headers: headers.default({}).meta({ description: "Templates of the headers of every request" }),
  ...dataFields,
  create: operation("POST").meta({ description: "The request that makes the object" }),
  read: operation("GET")
    .optional()
    .meta({ description: "The request that reads it; 404 or 410 means that it is gone" }),
  find: find.optional().meta({ description: "How to find the object among others while its id is not known" }),
  update: operation("PUT").optional().meta({ description: "The request that changes it" }),
  delete: operation("DELETE").optional().meta({ description: "The request that deletes it" }),
  id: path.min(1).optional().meta({
    description: "Path in the answer of create (or in an item of find) to the object's id, {{id}} in templates",
  }),
  outputs: z
    .record(z.string(), path)
    .default({})
    .meta({ description: "What outputs.values holds: paths in the answer" }),
  secret_outputs: z.record(z.string(), path).default({}).meta({
    description: "Secret values that outputs.secrets holds: paths in the answer",
  }),
  compare: z.record(z.string(), path.min(1)).default({}).meta({
    description:
      "What a check for drift compares: keys of values, and paths in the answer of read to what they are there",
  }),
  ready: ready.optional().meta({ description: "What to wait for after a change, where the API does it later" }),
  replace: z.boolean().default(false).meta({
    description: "Delete the object and create it again for a change that no update can bring, rather than fail",
  }),
  fixed: z.array(z.string()).default([]).meta({
    description: "Keys of values that the API lets nobody change once the object exists",
  }),
  idempotency_header: z.string().min(1).max(256).optional().meta({
    description: "Header that gets a token, the same for every attempt at one change, such as Idempotency-Key",
  }),
  ...connectionFields,
  deletion_policy: z.enum(["delete", "retain"]).default("delete").meta({
    description: "retain: deleting the resource leaves the object as it is",
  }),
});

/** Rules that hold between fields, each said at the field to fix. */
export const objectConfig = fields.superRefine((config, context) => {
  const refuse = (at: string[], message: string) => context.addIssue({ code: "custom", path: at, message });
  for (const name of ["create", "read", "find", "update", "delete"] as const) {
    const given = ["body", "form", "text"].filter((kind) => config[name]?.[kind as "body"] !== undefined);
    if (given.length > 1) refuse([name, given[1] ?? ""], `only one of ${given.join(" and ")} can be the body`);
    if (name !== "create" && config.id === undefined && mentions(config[name], "id")) {
      refuse(["id"], `is needed, because ${name} names {{id}}`);
    }
  }
  if (mentions(config.create, "id"))
    refuse(["create"], "cannot name {{id}}: it has no value before the object is created");
  if (config.find !== undefined && mentions(config.find, "id"))
    refuse(["find"], "cannot name {{id}}: it is looked for");
  if (config.delete === undefined && config.deletion_policy === "delete") {
    refuse(["delete"], "is needed, unless deletion_policy is retain");
  }
  for (const key of Object.keys(config.compare)) {
    if (config.read === undefined) refuse(["read"], "is needed to compare");
    if (!Object.hasOwn(config.values, key)) refuse(["compare", key], "is no key of values");
  }
  if (config.ready !== undefined && config.read === undefined) refuse(["read"], "is needed to wait for ready");
});

/** What of a config it takes to read the object. */
export const readConfig = fields
  .pick({
    ...{ headers: true, values: true, secrets: true, read: true, id: true, ca: true },
    ...{ outputs: true, secret_outputs: true, compare: true },
  })
  .required({ read: true });

type GivenConfig = z.output<typeof objectConfig>;

/** Puts the connection into a config without a base_url of its own. @throws ConfigError */
export function atApi(config: GivenConfig, connection: z.output<typeof connectionConfig> | null) {
  const { base_url } = config;
  if (base_url !== undefined) return { ...apart(config), base_url, named_below: base_url };
  if (connection === null) {
    throw new ConfigError("It names no API: give config.base_url or, in its field connection, an http/connection");
  }
  return { ...connected(config, connection, asTemplate), base_url: connection.base_url, named_below: "" };
}

export const objectOutputs = z.object({
  id: z.string().nullable(),
  values: z.record(z.string(), z.json()),
  secrets: z.record(z.string(), z.json().meta({ sensitive: true })),
});

/** A config whose API is known. */
export type ObjectConfig = ReturnType<typeof atApi>;
export type ObjectOutputs = z.output<typeof objectOutputs>;
export type Operation = z.output<ReturnType<typeof operation>>;
