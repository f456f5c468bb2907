import { ask } from "../../../../providers/s3/src/client/ask.ts";
import { childOf, textOf } from "../../../../providers/s3/src/client/parse-xml.ts";
import { send } from "../../../../providers/s3/src/client/send.ts";
import { callTo, type S3Server, uniqueName } from "../../../../providers/s3/test/support/s3-server.ts";
import type { DriftCase } from "./drift-cases.ts";

/** Changes the rules of a bucket by hand. */
export interface BucketEditor {
  setPolicy(bucket: string, policy: string): Promise<unknown>;
  setLifecycle(bucket: string, document: string): Promise<unknown>;
  setCors(bucket: string, document: string): Promise<unknown>;
}

const HERE = "${s3/bucket/shop.outputs.name}";

/** What can be accepted as it is found, all in one bucket. Its rules are changed by `editor`. */
export function casesOfBucket(s3: S3Server, editor: BucketEditor = byRequests(s3)): DriftCase[] {
  const name = uniqueName("shop");
  const page = { bucket: name, key: "page" };
  const asked = (query: string) => ({ method: "GET", bucket: name, query: { [query]: "" } }) as const;
  const policyOf = (prefix: string) => ({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: "*", Action: ["s3:GetObject"], Resource: [`arn:aws:s3:::${name}/${prefix}/*`] },
    ],
  });
  const suspend = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
  /** The text at a path of elements in a document of the bucket. */
  const textAt = async (query: string, ...path: string[]) => {
    let element = await ask(callTo(s3), asked(query), []);
    for (const member of path) element = (element && childOf(element, member)) ?? null;
    return element && textOf(element);
  };
  return [
    {
      key: "s3/bucket/shop",
      config: { name, versioning: true },
      byHand: () => send(callTo(s3), { method: "PUT", bucket: name, query: { versioning: "" }, body: suspend }),
      path: "versioning",
      real: () => textAt("versioning", "Status"),
      values: ["Enabled", "Suspended"],
    },
    {
      key: "s3/bucket-policy/shop",
      config: { bucket: HERE, policy: policyOf("public") },
      byHand: () => editor.setPolicy(name, JSON.stringify(policyOf("private"))),
      path: "policy.Statement",
      real: async () => {
        const { body } = await send(callTo(s3), asked("policy"));
        return [JSON.parse(body.toString("utf8")).Statement[0].Resource].flat();
      },
      values: [[`arn:aws:s3:::${name}/public/*`], [`arn:aws:s3:::${name}/private/*`]],
    },
    {
      key: "s3/bucket-lifecycle/shop",
      config: { bucket: HERE, rules: [{ id: "logs", prefix: "logs/", expire_after_days: 30 }] },
      byHand: () => editor.setLifecycle(name, lifecycleOf(3)),
      path: "rules",
      real: () => textAt("lifecycle", "Rule", "Expiration", "Days"),
      values: ["30", "3"],
    },
    {
      key: "s3/bucket-cors/shop",
      config: { bucket: HERE, rules: [{ allowed_origins: ["https://shop.example"], allowed_methods: ["GET"] }] },
      byHand: () => editor.setCors(name, corsOf("*")),
      path: "rules",
      real: () => textAt("cors", "CORSRule", "AllowedOrigin"),
      values: ["https://shop.example", "*"],
    },
    {
      key: "s3/object/page",
      config: { bucket: HERE, key: "page", content: "hello", content_type: "text/plain" },
      byHand: () =>
        send(callTo(s3), {
          ...page,
          method: "PUT",
          body: Buffer.from("hello"),
          headers: { "content-type": "text/html" },
        }),
      path: "content_type",
      real: async () => (await send(callTo(s3), { ...page, method: "HEAD" })).headers["content-type"],
      values: ["text/plain", "text/html"],
    },
  ];
}

/** An object whose content is another one by hand: which, is not told. */
export function caseOfContent(s3: S3Server, bucket: string): DriftCase {
  const object = { bucket, key: "content" };
  return {
    key: "s3/object/content",
    config: { ...object, content: "declared" },
    byHand: () => send(callTo(s3), { ...object, method: "PUT", body: Buffer.from("by hand") }),
    path: "content",
    real: async () => (await send(callTo(s3), { ...object, method: "GET" })).body.toString("utf8"),
    values: ["declared", "by hand"],
  };
}

function lifecycleOf(days: number): string {
  const filter = "<Filter><Prefix>logs/</Prefix></Filter>";
  const rule = `<ID>logs</ID>${filter}<Status>Enabled</Status><Expiration><Days>${days}</Days></Expiration>`;
  return `<LifecycleConfiguration><Rule>${rule}</Rule></LifecycleConfiguration>`;
}

function corsOf(origin: string): string {
  const rule = `<AllowedMethod>GET</AllowedMethod><AllowedOrigin>${origin}</AllowedOrigin>`;
  return `<CORSConfiguration><CORSRule>${rule}</CORSRule></CORSConfiguration>`;
}

function byRequests(s3: S3Server): BucketEditor {
  const put = (bucket: string, query: string, body: string) =>
    send(callTo(s3), { method: "PUT", bucket, query: { [query]: "" }, body });
  return {
    setPolicy: (bucket, policy) => put(bucket, "policy", policy),
    setLifecycle: (bucket, document) => put(bucket, "lifecycle", document),
    setCors: (bucket, document) => put(bucket, "cors", document),
  };
}
