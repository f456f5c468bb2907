import { isDeepStrictEqual } from "node:util";
import { defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { childrenOf, type Element, parseXml, textOf } from "../client/parse-xml.ts";
import { writeXml } from "../client/write-xml.ts";
import { connection } from "../connection.ts";
import { type OnServer, withServer } from "../fields.ts";
import { rulesFields, rulesOutputs } from "../rules/config.ts";
import { rulesHandlers } from "../rules/handlers.ts";

/** Bounds of Amazon S3, and for lists of a rule one of our own. */
const MAX_RULES = 100;
const MAX_LISTED = 200;
const MAX_AGE = 2 ** 31 - 1;

const listed = z.string().min(1).max(1024);

const rule = z.object({
  id: z.string().min(1).max(255).optional().meta({ description: "Name of the rule" }),
  allowed_origins: z.array(listed).min(1).max(MAX_LISTED).meta({
    description: "Pages whose scripts may ask, such as https://shop.example or https://*.shop.example",
  }),
  allowed_methods: z
    .array(z.enum(["GET", "PUT", "POST", "DELETE", "HEAD"]))
    .min(1)
    .max(5)
    .meta({
      description: "What they may do",
    }),
  allowed_headers: z.array(listed).max(MAX_LISTED).default([]).meta({
    description: "Headers that they may send, such as * or x-amz-*",
  }),
  expose_headers: z.array(listed).max(MAX_LISTED).default([]).meta({
    description: "Headers of answers that they may read",
  }),
  max_age_seconds: z.int().min(0).max(MAX_AGE).optional().meta({
    description: "How long a browser may keep the answer to whether they may ask",
  }),
});

const corsConfig = z.object({
  ...rulesFields,
  rules: z.array(rule).min(1).max(MAX_RULES).meta({
    description: "The first that fits a request counts",
  }),
});

type Rule = z.input<typeof rule>;
type CorsConfig = OnServer<z.output<typeof corsConfig>>;

/** Which pages may use a bucket from a browser. */
export const bucketCors = defineConnectedResource({
  description: "Which pages may use a bucket from a browser",
  tags: ["s3"],
  config: corsConfig,
  outputs: rulesOutputs,
  connection,
  complete: (config, connected) => withServer(config, connected),
  ...rulesHandlers<CorsConfig, { rules: Rule[] }>({
    kind: { query: "cors", absent: "NoSuchCORSConfiguration", contentType: "application/xml" },
    what: "CORS rules",
    write: ({ rules }) => writeXml("CORSConfiguration", { CORSRule: rules.map(written) }),
    asIs: (document) => ({ rules: parse(document) }),
    asFound: (document) => ({ rules: parse(document) }),
    isSame,
  }),
});

/** An id that the config leaves to the server is no difference. */
function isSame({ rules }: Pick<CorsConfig, "rules">, document: Buffer): boolean {
  const found = parse(document).map((rule, index) =>
    rules[index]?.id === undefined ? { ...rule, id: undefined } : rule,
  );
  return isDeepStrictEqual(rules.map(normal), found.map(normal));
}

/** The same for rules that mean the same: the order of what a rule lists is nothing. */
function normal({ id, max_age_seconds, ...lists }: Rule): unknown {
  const named = Object.entries(lists).flatMap(([name, list = []]) =>
    list.length > 0 ? [[name, list.toSorted()]] : [],
  );
  return { id, max_age_seconds, ...Object.fromEntries(named) };
}

function written({ id, max_age_seconds, ...rule }: Rule) {
  return {
    ID: id,
    AllowedHeader: rule.allowed_headers,
    AllowedMethod: rule.allowed_methods,
    AllowedOrigin: rule.allowed_origins,
    ExposeHeader: rule.expose_headers,
    MaxAgeSeconds: max_age_seconds,
  };
}

function parse(document: Buffer): Rule[] {
  return childrenOf(parseXml(document), "CORSRule").map((element) => {
    const texts = (name: string): string[] => childrenOf(element, name).map((child) => textOf(child));
    const [headers, exposed] = [texts("AllowedHeader"), texts("ExposeHeader")];
    return {
      ...optional(element, "ID", (id) => ({ id })),
      allowed_origins: texts("AllowedOrigin"),
      allowed_methods: texts("AllowedMethod") as Rule["allowed_methods"],
      ...(headers.length > 0 && { allowed_headers: headers }),
      ...(exposed.length > 0 && { expose_headers: exposed }),
      ...optional(element, "MaxAgeSeconds", (seconds) => ({ max_age_seconds: Number(seconds) })),
    };
  });
}

function optional<Member extends object>(
  element: Element,
  name: string,
  member: (text: string) => Member,
): Member | Record<string, never> {
  const text = textOf(element, name);
  return text === undefined || text === "" ? {} : member(text);
}
