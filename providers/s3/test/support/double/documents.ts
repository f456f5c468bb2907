import { childOf, childrenOf, type Element, parseXml, textOf } from "../../../src/client/parse-xml.ts";
import { type Answer, done, ok } from "./answer.ts";
import type { Incoming } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { Bucket } from "./state.ts";

/** Kinds of documents of a bucket, by the query that asks for them. */
const KINDS = {
  policy: { absent: "NoSuchBucketPolicy", check: normalPolicy, md5: false },
  lifecycle: { absent: "NoSuchLifecycleConfiguration", check: checkLifecycle, md5: true },
  cors: { absent: "NoSuchCORSConfiguration", check: checkCors, md5: true },
  tagging: { absent: "NoSuchTagSet", check: checkTags, md5: true },
};

export type DocumentKind = keyof typeof KINDS;

export const DOCUMENT_KINDS = Object.keys(KINDS) as DocumentKind[];

/** Reads, writes or deletes a document of a bucket. */
export function handleDocument(bucket: Bucket, kind: DocumentKind, request: Incoming): Answer {
  const { absent, check, md5 } = KINDS[kind];
  if (request.method === "DELETE") {
    bucket.documents.delete(kind);
    return done;
  }
  if (request.method === "GET") {
    const document = bucket.documents.get(kind);
    if (document === undefined) throw new S3Error(404, absent, "The bucket has none.");
    return ok(document);
  }
  if (request.method !== "PUT") throw new S3Error(405, "MethodNotAllowed", "That cannot be done with it.");
  if (md5) demandMd5(request);
  bucket.documents.set(kind, check(request.body.toString("utf8")));
  return { status: kind === "policy" || kind === "tagging" ? 204 : 200 };
}

/** Some requests are taken only if nobody can have damaged them on the way. */
export function demandMd5({ headers }: Incoming): void {
  if (headers["content-md5"] === undefined) {
    throw new S3Error(400, "InvalidRequest", "The header Content-MD5 is missing.");
  }
}

/** The root element of a body. */
export function parseBody(text: string, name: string): Element {
  let root: Element;
  try {
    root = parseXml(Buffer.from(text));
  } catch {
    throw new S3Error(400, "MalformedXML", "The body is not what it should be.");
  }
  if (root.name === name) return root;
  throw new S3Error(400, "MalformedXML", `The body is no ${name}.`);
}

/** A policy as Amazon S3 gives it back: an account is its root user, and a list of one is its member. */
function normalPolicy(text: string): string {
  const malformed = new S3Error(400, "MalformedPolicy", "Policies must be valid JSON with a Statement");
  try {
    const { Statement: statements, ...rest } = JSON.parse(text);
    if (!Array.isArray(statements)) throw malformed;
    return JSON.stringify({ ...rest, Statement: statements.map(normalStatement) });
  } catch {
    throw malformed;
  }
}

function normalStatement({ Principal, Action, Resource, ...rest }: Record<string, unknown>): unknown {
  const alone = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);
  return { ...rest, Principal, Action: alone(Action), Resource: alone(Resource) };
}

function checkLifecycle(text: string): string {
  const rules = childrenOf(parseBody(text, "LifecycleConfiguration"), "Rule");
  const actions = /Expiration$|Transition$|^Abort/;
  const isWrong = (rule: Element) =>
    !["Enabled", "Disabled"].includes(textOf(rule, "Status") ?? "") ||
    childOf(rule, "Filter") === undefined ||
    !rule.children.some(({ name }) => actions.test(name));
  if (rules.length === 0 || rules.some(isWrong))
    throw new S3Error(400, "MalformedXML", "A rule is not what it should be.");
  return text;
}

function checkCors(text: string): string {
  const rules = childrenOf(parseBody(text, "CORSConfiguration"), "CORSRule");
  const isWrong = (rule: Element) => !childOf(rule, "AllowedOrigin") || !childOf(rule, "AllowedMethod");
  if (rules.length === 0 || rules.some(isWrong))
    throw new S3Error(400, "MalformedXML", "A rule is not what it should be.");
  return text;
}

function checkTags(text: string): string {
  readTagSet(text);
  return text;
}

/** Tags of a request's body. */
export function readTagSet(text: string): [string, string][] {
  const tags = childrenOf(childOf(parseBody(text, "Tagging"), "TagSet"), "Tag");
  const pairs = tags.map((tag): [string, string] => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]);
  if (new Set(pairs.map(([name]) => name)).size === pairs.length) return pairs;
  throw new S3Error(400, "InvalidTag", "A key is there twice.");
}
