import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { openapiDocument } from "../../src/openapi/document.ts";

type Operation = {
  responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, unknown> }>;
};

const document = closed(openapiDocument("http://localhost:8000")) as {
  paths: Record<string, Record<string, Operation>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, "openapi");

/** Literal segments first, as the router prefers them. */
const paths = Object.keys(document.paths)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\/$/, "").replace(/\{\w+\}/g, "[^/]+")}/?$`) }))
  .sort((a, b) => a.path.split("{").length - b.path.split("{").length);

export type ReceivedAnswer = { status: number; headers: Headers; text: string };

/**
 * Fails unless the OpenAPI document describes this very answer: path, method, status, content type, headers and body.
 * Objects may have no member that the document does not name.
 */
export function checkAnswer(method: string, path: string, answer: ReceivedAnswer): void {
  const known = paths.find(
    ({ path: template, pattern }) => pattern.test(path) && document.paths[template]?.[method.toLowerCase()],
  );
  if (method === "HEAD" && answer.text !== "") throw new Error(`HEAD ${path} has a body`);
  const problems = known === undefined ? unknownRoute(answer) : described(method.toLowerCase(), known.path, answer);
  if (problems.length === 0) return;
  throw new Error(
    `${method} ${path} answered ${answer.status} against OpenAPI:\n${problems.join("\n")}\n${answer.text}`,
  );
}

function described(method: string, template: string, answer: ReceivedAnswer): string[] {
  const response = document.paths[template]?.[method]?.responses[answer.status];
  if (response === undefined) return [`status ${answer.status} is not described`];
  const missing = Object.keys(response.headers ?? {}).filter(
    (name) => !OPTIONAL.has(name) && !answer.headers.has(name),
  );
  const problems = missing.map((name) => `header ${name} is missing`);
  const type = answer.headers.get("content-type");
  if (response.content === undefined) return answer.text === "" ? problems : [...problems, "the body should be empty"];
  if (type === null) return [...problems, "there is no content type"];
  if (response.content["*/*"] !== undefined) return problems;
  // JSON has no parameters, which is held to the letter; text says its charset.
  const media = type.startsWith("text/") ? (type.split(";")[0] as string) : type;
  if (response.content[media] === undefined) return [...problems, `content type ${type} is not described`];
  // The headers of an answer to HEAD are those of a body that does not come (RFC 9110, 9.3.2).
  if (!media.endsWith("json") || method === "head") return problems;
  const pointer = ["paths", template, method, "responses", String(answer.status), "content", media, "schema"];
  return [...problems, ...validate(pointer, answer.text)];
}

/** A page that is last has no Link; whether quotas run out or tags are sent depends on the answer. */
const OPTIONAL = new Set(["Link"]);

function unknownRoute(answer: ReceivedAnswer): string[] {
  if (answer.status < 400) return ["the path is not described"];
  return validate(["components", "schemas", "Error"], answer.text);
}

function validate(pointer: readonly string[], text: string): string[] {
  const fragment = pointer
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/");
  const check = ajv.getSchema(`openapi#/${fragment}`);
  if (check === undefined) return [`no schema at ${fragment}`];
  check(JSON.parse(text));
  return (check.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}

/** The same schemas, refusing members that are not named. Served ones are open, for clients of later versions. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  const isObjectSchema = copy["type"] === "object" && "properties" in copy && !("additionalProperties" in copy);
  return isObjectSchema ? { ...copy, additionalProperties: false } : copy;
}
