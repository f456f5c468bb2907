import { isDeepStrictEqual } from "node:util";
import { ConfigError, defineConnectedResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { connection } from "../connection.ts";
import { type OnServer, withServer } from "../fields.ts";
import { rulesFields, rulesOutputs } from "../rules/config.ts";
import { rulesHandlers } from "../rules/handlers.ts";
import { normalPolicy } from "./normal-policy.ts";

/** The longest policy that Amazon S3 takes. */
const MAX_BYTES = 20 * 1024;

type Policy = Record<string, z.core.util.JSONType>;

const policyConfig = z.object({
  ...rulesFields,
  policy: z
    .record(z.string(), z.json())
    .refine(
      (policy) => Buffer.byteLength(JSON.stringify(policy)) <= MAX_BYTES,
      `has at most ${MAX_BYTES} bytes as JSON`,
    )
    .meta({ description: "Who may do what with it, in the JSON policy language: Version and Statement" }),
});

type PolicyConfig = OnServer<z.output<typeof policyConfig>>;

/** Who may do what with a bucket. */
export const bucketPolicy = defineConnectedResource({
  description: "Who may do what with a bucket and its objects",
  tags: ["s3"],
  config: policyConfig,
  outputs: rulesOutputs,
  connection,
  complete: (config, connected) => withServer(config, connected),
  ...rulesHandlers<PolicyConfig, { policy: Policy }>({
    kind: { query: "policy", absent: "NoSuchBucketPolicy", contentType: "application/json" },
    what: "a policy",
    write: ({ policy }) => JSON.stringify(policy),
    asIs: (document) => ({ policy: parse(document) }),
    asFound: (document) => ({ policy: parse(document) }),
    isSame,
  }),
});

function isSame({ policy }: Pick<PolicyConfig, "policy">, document: Buffer): boolean {
  return isDeepStrictEqual(normalPolicy(policy), normalPolicy(parse(document)));
}

function parse(document: Buffer): Policy {
  try {
    const policy = JSON.parse(document.toString("utf8"));
    if (typeof policy === "object" && policy !== null && !Array.isArray(policy)) return policy;
  } catch {
    // Told below, like anything else that is none.
  }
  throw new ConfigError("The server's answer is no policy: it is no JSON object");
}
